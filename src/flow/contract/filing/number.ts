import { contractNumber, serialOf } from '../../../kernel/identifier.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantById } from '../../../safeguard/identity/index.ts'

/**
 * A new contract number of this space: the platform gives it when a negotiation begins (TC609-6-2025-14 §7.2), with the
 * code and region of the body that runs the space; of the provider where none is registered.
 * @throws XinyuError NOT_FOUND
 */
export async function newNumber(core: Core, providerId: string): Promise<string> {
  const operator = await core.db
    .selectFrom('participant')
    .select(['uscc', 'region_code'])
    .where((eb) => eb(eb.val('operator'), '=', eb.fn.any('roles')))
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst()
  const provider = operator ? undefined : await participantById(core, providerId)
  const uscc = operator?.uscc ?? provider?.uscc
  if (uscc === undefined) throw new XinyuError('NOT_FOUND', { what: 'participant' })
  const area = (operator?.region_code ?? provider!.regionCode).slice(0, 4).padEnd(4, '0')
  return contractNumber({
    uscc,
    area,
    at: core.clock.now(),
    serial: serialOf((length) => core.random.bytes(length)),
  })
}

const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** 16 letters and digits that read well, 80 bits: nobody finds a contract by trying (32 divides 256 evenly). */
export const newCode = (core: Core): string =>
  [...core.random.bytes(16)].map((byte) => LETTERS[byte % 32]!).join('')
