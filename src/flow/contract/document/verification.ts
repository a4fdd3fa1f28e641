import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { ContractState } from '../model.ts'
import { isValidFor } from '../signing/rules.ts'
import { standing } from '../store.ts'

/** What anybody who holds the code of a printed contract may know of it, and nothing else. */
export const VerificationView = z.object({
  number: z.string(),
  hash: z.string(),
  state: ContractState,
  /** Hash recomputed and all signatures verified now. */
  intact: z.boolean(),
  parties: z.array(
    z.object({
      name: z.string(),
      /** Null: has not signed. */
      signatureValid: z.boolean().nullable(),
      label: z.enum(['space', 'external', 'ca', 'demo']).nullable(),
    }),
  ),
})
export type VerificationView = z.output<typeof VerificationView>

/** As printed, in groups of four; spaces, dashes and small letters are read too. */
export const Code = z
  .string()
  .max(40)
  .transform((text) => text.replaceAll(/[\s-]/g, '').toUpperCase())

export const printedCode = (code: string): string => code.match(/.{4}/g)?.join('-') ?? code

/** @throws XinyuError NOT_FOUND */
export async function verifyByCode(core: Core, code: string): Promise<VerificationView> {
  const row = await core.db.selectFrom('contract').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row || row.number === null) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  return {
    number: row.number,
    hash: row.hash,
    state: row.state,
    intact: standing(row),
    parties: row.terms.parties.map((party) => {
      const signature = row.signatures.find((one) => one.participantId === party.participantId)
      return {
        name: party.name,
        signatureValid: signature ? isValidFor(party, signature, row.hash) : null,
        label: signature?.label ?? null,
      }
    }),
  }
}
