import { rm } from 'node:fs/promises'
import type { Actor, UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Finding } from '../../check/index.ts'
import { openProject } from '../seats/store.ts'
import type { NewImport } from './model.ts'
import { importFile } from './places.ts'
import { receive } from './receive.ts'
import { type ImportChange, isOver, mustFit, nextImport } from './rules.ts'
import type { ImportRow } from './store.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    'import.asked': { importId: string; projectId: string; consumerId: string }
    /** The machine refused what a team wanted to bring. */
    'import.refused': { importId: string; projectId: string; consumerId: string }
    'import.approved': { importId: string; projectId: string; consumerId: string }
  }
}

export const SCAN_JOB = 'seat-import'

/**
 * A team asks to bring something in: its bytes, and the proof of its right to them. The machine scans it next.
 * @throws XinyuError NOT_FOUND, PROJECT_ENDED, IMPORT_KIND_FILE, IMPORT_PACKAGE, IMPORT_TOO_LARGE, IMPORT_NAME_TAKEN
 */
export async function askImport(
  core: Core,
  actor: UserActor,
  projectId: string,
  asked: NewImport,
  body: AsyncIterable<Buffer>,
): Promise<string> {
  const { consumer_id: consumerId } = await openProject(core, projectId, actor.participantId)
  const { approvedPackages, importMostMib } = core.config.sandbox
  mustFit(asked.kind, asked.name, approvedPackages)
  await mustBeFree(core, projectId, asked.name)
  const id = uuid7(core.random, core.clock.now())
  const file = importFile(core, id)
  const { bytes, digest } = await receive(body, file, importMostMib * 1_048_576)
  try {
    await act(core, actor, async ({ tx, now, note, emit }) => {
      const row = await tx
        .insertInto('seat_import')
        .values({
          id,
          project_id: projectId,
          consumer_id: consumerId,
          kind: asked.kind,
          name: asked.name,
          bytes,
          digest,
          right_text: asked.right,
          proof_digest: asked.proofDigest ?? null,
          state: 'scanning',
          decided_by: null,
          reason: null,
          created_by: actor.userId,
          created_at: now,
          decided_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!row) throw new XinyuError('IMPORT_NAME_TAKEN', { name: asked.name })
      await core.jobs.enqueue(tx, actor, SCAN_JOB, { importId: id })
      note({
        kind: 'import.asked',
        subject: { import: id, project: projectId, consumer: consumerId },
        payload: { kind: asked.kind, bytes, digest, proof: asked.proofDigest ?? null, right: asked.right },
      })
      emit('import.asked', { importId: id, projectId, consumerId })
    })
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
  return id
}

async function mustBeFree(core: Core, projectId: string, name: string): Promise<void> {
  const taken = await core.db
    .selectFrom('seat_import')
    .select('id')
    .where('project_id', '=', projectId)
    .where((eb) => eb(eb.fn('lower', ['name']), '=', name.toLowerCase()))
    .where('state', 'in', ['waiting', 'scanning', 'approved'])
    .executeTakeFirst()
  if (taken) throw new XinyuError('IMPORT_NAME_TAKEN', { name })
}

interface Decided {
  readonly findings?: readonly Finding[]
  readonly reason?: string
}

const WORDS: Readonly<Record<ImportChange, string>> = {
  scanned: 'scanned',
  refuse: 'refused',
  approve: 'approved',
  reject: 'rejected',
  withdraw: 'withdrawn',
}

/** The one way by which a request changes. @throws XinyuError NOT_FOUND, IMPORT_STATE, IMPORT_OWN_BODY */
export async function changeImport(
  core: Core,
  by: Actor,
  importId: string,
  change: ImportChange,
  { findings, reason }: Decided = {},
): Promise<ImportRow> {
  const { value } = await act(core, by, async ({ tx, now, note, emit }) => {
    const row = await tx
      .selectFrom('seat_import')
      .selectAll()
      .where('id', '=', importId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'import' })
    // Four eyes: whoever wants to have something in does not decide on it, and neither does a colleague.
    const decides = change === 'approve' || change === 'reject'
    if (decides && by.kind === 'user' && by.participantId === row.consumer_id)
      throw new XinyuError('IMPORT_OWN_BODY')
    const state = nextImport(row.state, change)
    const changed = await tx
      .updateTable('seat_import')
      .set({
        state,
        ...(findings ? { findings: JSON.stringify(findings) } : {}),
        ...(reason === undefined ? {} : { reason }),
        ...(decides && by.kind === 'user' ? { decided_by: by.userId, decided_at: now } : {}),
        // A withdrawal of what was approved leaves no decision standing.
        ...(change === 'withdraw' ? { decided_by: null } : {}),
        ...(isOver(state) ? { destroyed_at: now } : {}),
      })
      .where('id', '=', importId)
      .returningAll()
      .executeTakeFirstOrThrow()
    const of = { importId, projectId: row.project_id, consumerId: row.consumer_id }
    note({
      kind: `import.${WORDS[change]}`,
      subject: { import: importId, project: row.project_id, consumer: row.consumer_id },
      payload: {
        digest: row.digest,
        rules: (findings ?? []).map(({ rule }) => rule),
        reason: reason ?? null,
      },
    })
    if (change === 'refuse') emit('import.refused', of)
    if (change === 'approve') emit('import.approved', of)
    return changed
  })
  if (isOver(value.state)) await rm(importFile(core, importId), { force: true })
  return value
}
