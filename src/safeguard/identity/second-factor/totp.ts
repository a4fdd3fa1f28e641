import { Secret, TOTP } from 'otpauth'
import { XinyuError } from '../../../kernel/index.ts'
import type { ActionScope } from '../../evidence/index.ts'
import type { Identity } from '../identity.ts'

/** RFC 6238 as every authenticator app does it. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const
/** One step of 30 s to either side, for clocks that differ. */
const WINDOW = 1
const SECRET_BYTES = 20

export interface TotpSetup {
  /** Base32, for typing. */
  readonly secret: string
  /** `otpauth://…`, for the QR code. */
  readonly uri: string
}

/**
 * A new secret that counts only once a code from it was shown. Not an action: nothing about the user changed yet.
 * @throws XinyuError SECOND_FACTOR_PRESENT
 */
export async function beginTotp(identity: Identity, userId: string): Promise<TotpSetup> {
  const { core, options, seal } = identity
  const { login } = await core.db
    .selectFrom('app_user')
    .select('login')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const secret = new Secret({ buffer: new Uint8Array(core.random.bytes(SECRET_BYTES)).buffer })
  const sealed = await seal.seal(secret.base32, userId)
  const row = await core.db
    .insertInto('user_totp')
    .values({
      user_id: userId,
      sealed_secret: sealed,
      last_step: 0,
      created_at: core.clock.now(),
      confirmed_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ sealed_secret: sealed, last_step: 0, created_at: core.clock.now() })
        .where('user_totp.confirmed_at', 'is', null),
    )
    .returning('user_id')
    .executeTakeFirst()
  if (!row) throw new XinyuError('SECOND_FACTOR_PRESENT')
  const totp = new TOTP({ ...SHAPE, issuer: options.spaceName, label: login, secret })
  return { secret: secret.base32, uri: totp.toString() }
}

/**
 * Checks a code and marks its time step as used, in the caller's action; false when wrong or used before.
 * A code seen over the shoulder or on the wire is worth nothing after its first use (RFC 6238 §5.2).
 */
export async function useTotp(
  identity: Identity,
  { tx, now }: ActionScope,
  userId: string,
  code: string,
  stage: 'confirmed' | 'unconfirmed',
): Promise<boolean> {
  const row = await tx
    .selectFrom('user_totp')
    .selectAll()
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!row || (row.confirmed_at !== null) !== (stage === 'confirmed')) return false
  const secret = Secret.fromBase32(await identity.seal.open(row.sealed_secret, userId))
  const delta = TOTP.validate({ ...SHAPE, secret, token: code, timestamp: now, window: WINDOW })
  if (delta === null) return false
  const step = Math.floor(now / (SHAPE.period * 1000)) + delta
  if (step <= row.last_step) return false
  await tx
    .updateTable('user_totp')
    .set({ last_step: step, confirmed_at: row.confirmed_at ?? now })
    .where('user_id', '=', userId)
    .execute()
  return true
}
