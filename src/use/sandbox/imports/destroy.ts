import { rm } from 'node:fs/promises'
import { systemActor } from '../../../kernel/actor.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { importFile, ownFolder } from './places.ts'

/** What teams brought goes with their project. Returns how many were destroyed. */
export async function destroyEndedImports(core: Core): Promise<number> {
  const rows = await core.db
    .selectFrom('seat_import')
    .innerJoin('project', 'project.id', 'seat_import.project_id')
    .select(['seat_import.id', 'seat_import.project_id', 'seat_import.digest'])
    .where('project.ended_at', 'is not', null)
    .where('seat_import.destroyed_at', 'is', null)
    .execute()
  if (rows.length === 0) return 0
  for (const { id, project_id: projectId } of rows) {
    await rm(importFile(core, id), { force: true })
    await rm(ownFolder(core, projectId), { recursive: true, force: true })
  }
  await act(core, systemActor('seat-import'), async ({ tx, now, note }) => {
    for (const { id, project_id: project, digest } of rows) {
      await tx.updateTable('seat_import').set({ destroyed_at: now }).where('id', '=', id).execute()
      note({ kind: 'import.destroyed', subject: { import: id, project }, payload: { digest } })
    }
  })
  return rows.length
}
