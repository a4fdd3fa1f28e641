import type { ActionScope } from '../../evidence/index.ts'
import type { Identity } from '../identity.ts'
import { tokenHash } from '../secret/token.ts'

const CODES = 10
const CODE_BYTES = 10
/** Crockford's base 32: no I, L, O, U, so that a printed code is typed right. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Ten fresh codes of 80 bits; older ones die. Shown once, only their hashes are kept. */
export async function writeRecoveryCodes(
  identity: Identity,
  scope: ActionScope,
  userId: string,
): Promise<string[]> {
  const { tx, now } = scope
  await tx.deleteFrom('user_recovery_code').where('user_id', '=', userId).execute()
  const codes = Array.from({ length: CODES }, () => newCode(identity.core.random.bytes(CODE_BYTES)))
  await tx
    .insertInto('user_recovery_code')
    .values(
      codes.map((code) => ({
        id: scope.id(),
        user_id: userId,
        code_hash: tokenHash(normalForm(code)),
        created_at: now,
        used_at: null,
      })),
    )
    .execute()
  scope.note({ kind: 'second_factor.recovery_codes_made', subject: { user: userId } })
  return codes
}

/** True once for each code. */
export async function useRecoveryCode(
  { tx, now }: ActionScope,
  userId: string,
  code: string,
): Promise<boolean> {
  const row = await tx
    .updateTable('user_recovery_code')
    .set({ used_at: now })
    .where('user_id', '=', userId)
    .where('code_hash', '=', tokenHash(normalForm(code)))
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** `ABCD-EFGH-JKMN-PQRS`. */
function newCode(bytes: Uint8Array): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let at = 0; at < 16; at++) {
    text = ALPHABET[Number(bits & 31n)] + text
    bits >>= 5n
  }
  return text.replace(/(.{4})(?=.)/g, '$1-')
}

const normalForm = (code: string): string =>
  code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
