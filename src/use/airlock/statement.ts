import type { UserActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { readable } from './readers.ts'
import { fileRow, numberOf } from './store.ts'

/** The disclosure record of a file as it stands now. @throws XinyuError NOT_FOUND */
export async function recordOf(
  core: Core,
  actor: UserActor,
  requestId: string,
  fileId: string,
): Promise<Json> {
  const { reader, row } = await readable(core, actor, requestId)
  const file = await fileRow(core.db, requestId, fileId)
  const early = file.first_round > row.round
  if (file.record === null || (early && reader !== 'team'))
    throw new XinyuError('NOT_FOUND', { what: 'record' })
  return file.record
}

/**
 * The stamp of a released file, beside it and not within it: its bytes are those that were examined. Says under what it
 * left, and by which entry of the evidence anyone finds that.
 * @throws XinyuError NOT_FOUND
 */
export async function statementOf(
  core: Core,
  actor: UserActor,
  requestId: string,
  fileId: string,
): Promise<Json> {
  const { row } = await readable(core, actor, requestId)
  const file = await fileRow(core.db, requestId, fileId)
  const [runId] = file.run_ids
  if (row.released_at === null || runId === undefined)
    throw new XinyuError('NOT_FOUND', { what: 'statement' })
  const leaves = await core.evidence.leavesAbout([fileId])
  const released = leaves.find(({ kind }) => kind === 'airlock.file_released')
  return {
    format: 'xinyu-release-statement-1',
    request: numberOf(row),
    file: { path: file.path, bytes: file.bytes, digest: file.digest },
    contracts: [...file.contract_ids],
    run: runId,
    checkers: row.checkers,
    recordDigest: file.record_digest,
    releasedAt: row.released_at,
    revokedAt: row.revoked_at,
    evidence: { leaf: released?.leaf ?? null },
  }
}
