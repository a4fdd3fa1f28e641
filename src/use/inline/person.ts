import type { ContractView } from '../../flow/contract/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { datasetById, tablesOf } from '../../supply/catalog/index.ts'
import { findPerson, type FoundPerson, personKeys } from '../../supply/source/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import type { FactForms } from './facts/index.ts'
import type { Asker } from './model.ts'

/** Nobody's number: asked about where no register knows the person, so that the way and its time stay the same. */
const NOBODY: FoundPerson = { person: 0, numbers: [{ datasetId: '', insured: 0 }] }

/** The person that a question is about; `table` says whose numbers a `psn_no` is of. */
export async function personOf(
  core: Core,
  contract: ContractView,
  question: Omit<Asker, 'contractId'>,
  table: string,
): Promise<FoundPerson> {
  const keys = await personKeys(core)
  if (question.certno !== undefined) {
    const nameKey = question.name === undefined ? undefined : keys.name(question.certno, question.name)
    return (await findPerson(core, { certKey: keys.certno(question.certno), nameKey })) ?? NOBODY
  }
  const known = (await tablesOf(core, contract.terms.productId)).find((one) => one.name === table)
  const system = (known && (await datasetById(core, known.datasetId))?.insured_system) ?? ''
  return (await findPerson(core, { psnKey: keys.system(system, question.psn_no!) })) ?? NOBODY
}

/** What is kept of the person in one table: one read of the index, for each number that the person has. */
export async function factsOf<F extends keyof FactForms>(
  tx: Tx,
  { versionId, table }: { readonly versionId: string; readonly table: string },
  person: FoundPerson,
): Promise<FactForms[F]> {
  const rows = await tx
    .selectFrom('verify_fact')
    .select('facts')
    .where('version_id', '=', versionId)
    .where('table_name', '=', table)
    .where(
      'insured',
      'in',
      person.numbers.map((one) => one.insured),
    )
    .execute()
  return rows.flatMap((row) => row.facts as unknown[]) as FactForms[F]
}
