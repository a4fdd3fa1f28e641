import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { tablesOf } from '../../supply/catalog/index.ts'
import {
  closeProject,
  prepareProject,
  preparedContracts,
  type ProjectTableRequest,
  projectTables,
  type ProjectTableView,
  removeContractTables,
} from '../../supply/treat/index.ts'
import { changeContract } from './actions.ts'
import type { ContractTerms } from './model.ts'
import { withdrawRequest } from './negotiation/actions.ts'

/** A project of the actor's body; of another body it looks like none. @throws XinyuError NOT_FOUND */
export async function ownProject(core: Core, actor: UserActor, projectId: string) {
  const project = await core.db
    .selectFrom('project')
    .selectAll()
    .where('id', '=', projectId)
    .executeTakeFirst()
  if (!project || project.consumer_id !== actor.participantId)
    throw new XinyuError('NOT_FOUND', { what: 'project' })
  return project
}

/** Contracts of a project that allow use now. */
export async function contractsInForce(core: Core, projectId: string): Promise<ReadonlySet<string>> {
  return new Set((await inForce(core, projectId).select('contract.id').execute()).map((row) => row.id))
}

/** The same as a query, for what is read together with them. */
export const inForce = (core: Core, projectId: string) =>
  core.db
    .selectFrom('contract')
    .innerJoin('project', 'project.id', 'contract.project_id')
    .where('contract.project_id', '=', projectId)
    .where('contract.state', '=', 'active')
    .where('contract.until_at', '>', core.clock.now())
    .where('project.ended_at', 'is', null)
    .orderBy('contract.created_at')

/**
 * Asks for the de-identified tables of a project from all its contracts in force: the consumer's wish, the providers'
 * profiles. Returns the job.
 * @throws XinyuError NOT_FOUND, PROJECT_ENDED, PREPARE_NOTHING, PREPARE_NO_PROFILE
 */
export async function prepareProjectTables(core: Core, actor: UserActor, projectId: string): Promise<string> {
  const project = await ownProject(core, actor, projectId)
  if (project.ended_at !== null) throw new XinyuError('PROJECT_ENDED')
  const tables: ProjectTableRequest[] = []
  for (const { id, terms } of await inForce(core, projectId)
    .select(['contract.id', 'contract.terms'])
    .execute())
    tables.push(...(await tablesUnder(core, id, terms)))
  return prepareProject(core, actor, { projectId, tables })
}

/** The contract froze versions and levels: what it hides is removed whatever a profile says. */
async function tablesUnder(
  core: Core,
  contractId: string,
  terms: ContractTerms,
): Promise<ProjectTableRequest[]> {
  const datasets = new Map(
    (await tablesOf(core, terms.productId)).map((table) => [table.versionId, table.datasetId]),
  )
  return Object.entries(terms.tables).flatMap(([name, versionId]) => {
    const datasetId = datasets.get(versionId)
    const levels = Object.entries(terms.policy.columns[name] ?? {})
    const columns = levels.filter(([, level]) => level !== 'hidden').map(([column]) => column)
    return datasetId === undefined || columns.length === 0
      ? []
      : [{ contractId, name, datasetId, versionId, columns }]
  })
}

/** The prepared tables of an own project: counts and risk. @throws XinyuError NOT_FOUND */
export async function ownProjectTables(
  core: Core,
  actor: UserActor,
  projectId: string,
): Promise<ProjectTableView[]> {
  await ownProject(core, actor, projectId)
  return projectTables(core, projectId)
}

/**
 * Ends a project: its contracts end for the consumer, its tables go, and its key is destroyed.
 * @throws XinyuError NOT_FOUND, PROJECT_ENDED
 */
export async function endProject(
  core: Core,
  actor: UserActor,
  projectId: string,
  reason: string,
): Promise<Acted<void>> {
  const project = await ownProject(core, actor, projectId)
  if (project.ended_at !== null) throw new XinyuError('PROJECT_ENDED')
  const open = await core.db
    .selectFrom('contract')
    .select('id')
    .where('project_id', '=', projectId)
    .where('state', 'not in', ['ended', 'void'])
    .execute()
  for (const { id } of open) await changeContract(core, actor, id, 'end', reason)
  const asked = await core.db
    .selectFrom('access_request')
    .select('id')
    .where('project_id', '=', projectId)
    .where('state', '=', 'waiting')
    .execute()
  for (const { id } of asked) await withdrawRequest(core, actor, id)
  const acted = await act(core, actor, async ({ tx, now, note }) => {
    await tx.updateTable('project').set({ ended_at: now }).where('id', '=', projectId).execute()
    note({
      kind: 'project.ended',
      subject: { project: projectId, consumer: actor.participantId },
      payload: { reason },
    })
  })
  await closeProject(core, projectId)
  return acted
}

/** Removes tables whose contract stopped while nobody listened: a kill between the two. Returns how many contracts. */
export async function tidyProjectTables(core: Core): Promise<number> {
  const prepared = await preparedContracts(core)
  if (prepared.length === 0) return 0
  const active = await core.db
    .selectFrom('contract')
    .select('id')
    .where('id', 'in', prepared)
    .where('state', '=', 'active')
    .execute()
  const allowed = new Set(active.map((row) => row.id))
  const stopped = prepared.filter((id) => !allowed.has(id))
  for (const id of stopped) await removeContractTables(core, id)
  return stopped.length
}

/** Destroys what a killed end of a project left: its key above all. Runs at start. */
export async function finishEndedProjects(core: Core): Promise<void> {
  const rows = await core.db.selectFrom('project').select('id').where('ended_at', 'is not', null).execute()
  for (const { id } of rows) await closeProject(core, id)
}
