import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { systemActor } from '../../../kernel/actor.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { projectFolder, projectKeyFile, projectsFolder, projectTableFolder } from './places.ts'
import { destroyProjectKey } from './project-key.ts'

const KEEPER = systemActor('project-tables')

/** Removes what was prepared under a contract that no longer allows use. */
export async function removeContractTables(core: Core, contractId: string): Promise<number> {
  const rows = await core.db
    .selectFrom('project_table')
    .select(['id', 'project_id'])
    .where('contract_id', '=', contractId)
    .execute()
  if (rows.length === 0) return 0
  await act(core, KEEPER, async ({ tx, note }) => {
    await tx.deleteFrom('project_table').where('contract_id', '=', contractId).execute()
    for (const row of rows) {
      note({
        kind: 'project.table_removed',
        subject: { project: row.project_id, table: row.id, contract: contractId },
      })
    }
  })
  for (const row of rows) {
    await rm(projectTableFolder(core, row.project_id, row.id), { recursive: true, force: true })
  }
  return rows.length
}

/** The project is over: its tables and its key are destroyed, and its pseudonyms say nothing to anybody. */
export async function closeProject(core: Core, projectId: string): Promise<void> {
  const places = [projectKeyFile(core, projectId), projectFolder(core, projectId)]
  if (!places.some((place) => existsSync(place))) return
  await act(core, KEEPER, async ({ tx, note }) => {
    await tx.deleteFrom('project_table').where('project_id', '=', projectId).execute()
    note({ kind: 'project.key_destroyed', subject: { project: projectId } })
  })
  await rm(projectFolder(core, projectId), { recursive: true, force: true })
  await destroyProjectKey(core, projectId)
}

/**
 * Removes folders that no row names (a preparation or a removal was killed) and rows whose folder is gone (lost with
 * a disk; or restored from a backup, which copies the database first and `projects/` after it: what was removed in
 * between is a row there and no folder). Runs at start, before any job.
 */
export async function sweepProjectTables(core: Core): Promise<number> {
  const rows = await core.db.selectFrom('project_table').select(['id', 'project_id']).execute()
  const kept = new Set(rows.map((row) => row.id))
  let removed = 0
  const lost = rows.filter((row) => !existsSync(projectTableFolder(core, row.project_id, row.id)))
  if (lost.length > 0) {
    await act(core, KEEPER, async ({ tx, note }) => {
      const ids = lost.map((row) => row.id)
      await tx.deleteFrom('project_table').where('id', 'in', ids).execute()
      for (const row of lost)
        note({ kind: 'project.table_removed', subject: { project: row.project_id, table: row.id } })
    })
  }
  for (const project of await names(projectsFolder(core))) {
    for (const table of await names(join(projectsFolder(core), project))) {
      if (kept.has(table)) continue
      await rm(join(projectsFolder(core), project, table), { recursive: true, force: true })
      removed++
    }
  }
  return removed
}

const names = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
