import type { Actor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import { removeOutput } from './outputs.ts'

/** Calls a released file back. The record stays; the bytes go, and a later look finds that they were called back. */
export async function revokeFile(core: Core, actor: Actor, runId: string, reason: string): Promise<void> {
  await act(core, actor, async ({ tx, now, note }) => {
    const run = await tx
      .selectFrom('run')
      .selectAll()
      .where('id', '=', runId)
      .where('kind', '=', 'file')
      .forUpdate()
      .executeTakeFirst()
    if (!run) throw new XinyuError('NOT_FOUND', { what: 'run' })
    if (run.state !== 'released') throw new XinyuError('OUTPUT_NONE')
    const first = run.output_revoked_at === null
    if (first) await tx.updateTable('run').set({ output_revoked_at: now }).where('id', '=', runId).execute()
    note({
      kind: first ? 'run.revoked' : 'run.revoke_repeated',
      subject: {
        run: runId,
        contract: run.contract_id,
        project: run.project_id,
        provider: run.provider_id,
        consumer: run.consumer_id,
      },
      payload: { reason, digest: run.output_hash },
    })
  })
  await removeOutput(core.home, runId)
}
