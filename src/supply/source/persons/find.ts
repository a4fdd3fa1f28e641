import type { Core } from '../../../safeguard/evidence/index.ts'

/** A person as the registers of persons know one. The number is shown to nobody. */
export interface FoundPerson {
  /** The person's number for consents: the same whichever register a use looks at. */
  readonly person: number
  /** Dataset of the register → the numbers that the person has in that body's data. */
  readonly numbers: readonly { readonly datasetId: string; readonly insured: number }[]
}

/** By what a person is looked for: keyed hashes from `personKeys`. */
export type PersonQuery =
  | { readonly certKey: string; readonly nameKey?: string | undefined }
  | { readonly psnKey: string }

/** Registers may know one number under several names by mistake; more rows than these are no person. */
const MOST = 64

/**
 * The one person of a key, or null: also where the registers know more than one under it, since a wrong person is worse
 * than none (the bureau mends its register first). One indexed read; the same work for a person that nobody knows.
 */
export async function findPerson(core: Core, query: PersonQuery): Promise<FoundPerson | null> {
  const select = core.db
    .selectFrom('insured_identity')
    .select(['dataset_id', 'insured', 'person', 'name_key'])
  const rows = await ('certKey' in query
    ? select.where('cert_key', '=', query.certKey)
    : select.where('psn_key', '=', query.psnKey)
  )
    .limit(MOST)
    .execute()
  const person = rows[0]?.person
  if (person === undefined || rows.some((row) => row.person !== person)) return null
  const nameKey = 'certKey' in query ? query.nameKey : undefined
  if (nameKey !== undefined && rows.some((row) => row.name_key !== nameKey)) return null
  return { person, numbers: rows.map((row) => ({ datasetId: row.dataset_id, insured: row.insured })) }
}
