import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import type { Origin, Runs } from '../run/index.ts'
import { visibleRun } from '../run/index.ts'
import type { NewPreview } from './model.ts'
import { questionsOf } from './questions.ts'
import { logicalTable, ownContract } from './store.ts'
import type { PreviewSource } from './tables.ts'

/** Title of the runs that a preview asks, as they stand in the record. */
export const PREVIEW_TITLE = '逻辑表预览'
const SEED_BYTES = 16

/**
 * Makes the preview of one table of a contract of the own body: asks its one-way tables and means as ordinary runs,
 * decided, counted and recorded like any other, and remembers which.
 * @throws XinyuError NOT_FOUND, PREVIEW_NOTHING, PREVIEW_RUN
 */
export async function makePreview(
  core: Core,
  runs: Runs,
  actor: UserActor,
  of: NewPreview & { readonly contractId: string },
  origin: Origin,
): Promise<void> {
  const contract = await ownContract(core, actor, of.contractId)
  const table = await logicalTable(core, contract, of.table)
  const questions = questionsOf(table, of.columns)
  if (questions.length === 0) throw new XinyuError('PREVIEW_NOTHING', { table: table.name })
  const sources: PreviewSource[] = []
  for (const { sql, drawn, columns } of questions) {
    const asked = { contractId: contract.id, kind: 'query', title: PREVIEW_TITLE, sql } as const
    const run = await visibleRun(core, actor, await runs.run(actor, asked, origin))
    // A run of which nothing may be shown is an answer too: its columns stay empty.
    if (run.state !== 'released' && run.state !== 'withheld')
      throw new XinyuError('PREVIEW_RUN', { run: run.id, state: run.state }, { detail: { run: run.id } })
    sources.push({ runId: run.id, drawn, columns })
  }
  const seed = Buffer.from(core.random.bytes(SEED_BYTES)).toString('hex')
  await act(core, actor, async ({ tx, now, note }) => {
    const row = { seed, sources: JSON.stringify(sources), made_at: now }
    await tx
      .insertInto('logical_preview')
      .values({ contract_id: contract.id, table_name: table.name, ...row })
      .onConflict((conflict) => conflict.columns(['contract_id', 'table_name']).doUpdateSet(row))
      .execute()
    const from = Object.fromEntries(sources.map(({ runId }, at) => [`run${at + 1}`, runId]))
    const { providerId: provider, consumerId: consumer } = contract.terms
    note({
      kind: 'preview.made',
      subject: { contract: contract.id, provider, consumer, ...from },
      payload: { table: table.name },
    })
  })
}
