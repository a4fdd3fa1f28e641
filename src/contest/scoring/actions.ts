import { sql } from 'kysely'
import { systemActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import type { Team } from '../entry/index.ts'
import { type Contest, type HiddenTask, mustBeOpen } from '../scheme/index.ts'
import type { RunKind } from './model.ts'
import { dayBegan, quotaOf } from './quota.ts'
import { readyData, runsOfTeam } from './store.ts'
import { destroy, keep } from './vault.ts'

/** Teams, and the organiser in what nobody else of its body should read, act under this name. */
export const CONTEST = systemActor('contest')

/** Who hands in: an entrant in a team, at a task. */
export interface Asker {
  readonly contest: Contest
  readonly task: HiddenTask
  readonly team: Team
  readonly entrantId: string
  /** True for a team in the final. */
  readonly finalist: boolean
}

/** One team at one task decides one thing at a time. */
export const oneAtATime = (tx: Tx, teamId: string, task: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`contest_task:${teamId}:${task}`}, 0))`.execute(tx)

/** @throws XinyuError CONTEST_NOT_OPEN, CONTEST_TASK_NOT_FINALIST */
function mayHandIn(core: Core, { contest, finalist }: Asker): void {
  mustBeOpen(contest.scheme.final!, core.clock.now())
  if (!finalist) throw new XinyuError('CONTEST_TASK_NOT_FINALIST')
}

export const subjectOf = ({ contest, team, entrantId }: Asker) => ({
  contest: contest.id,
  team: team.id,
  entrant: entrantId,
})

/**
 * Takes a program in and asks for its run on the public sample.
 * @throws XinyuError CONTEST_TASK_ARTEFACT and what asking for a run throws
 */
export async function handIn(
  core: Core,
  asker: Asker,
  artefact: { readonly name: string; readonly bytes: Buffer },
): Promise<{ artefactId: string; runId: string }> {
  mayHandIn(core, asker)
  if (!/^(predict\.py|[^/\\]{1,100}\.zip)$/.test(artefact.name) || artefact.bytes.length === 0)
    throw new XinyuError('CONTEST_TASK_ARTEFACT')
  const { contest, task, team, entrantId } = asker
  await readyData(core.db, contest.id, task.code)
  const artefactId = uuid7(core.random, core.clock.now())
  const hash = digestOf(artefact.bytes)
  const key = await keep(core, artefactId, artefact.bytes)
  const taken = act(core, CONTEST, async ({ tx, now, id, note }) => {
    await oneAtATime(tx, team.id, task.code)
    const row = {
      id: artefactId,
      contest_id: contest.id,
      task: task.code,
      team_id: team.id,
      entrant_id: entrantId,
      name: artefact.name,
      bytes: artefact.bytes.length,
      digest: hash,
      key,
      created_at: now,
    }
    await tx.insertInto('contest_artefact').values(row).execute()
    const runId = id()
    await queue(tx, asker, { runId, artefactId, digest: hash, kind: 'sample', now })
    note({
      kind: 'contest_task.artefact_taken',
      subject: { ...subjectOf(asker), artefact: artefactId, run: runId },
      payload: { task: task.code, name: artefact.name, bytes: artefact.bytes.length, digest: hash },
    })
    return { artefactId, runId }
  })
  try {
    return (await taken).value
  } catch (error) {
    // Written after all, where only its evidence is late: then the bytes stay.
    const known = await core.db
      .selectFrom('contest_artefact')
      .select('id')
      .where('id', '=', artefactId)
      .executeTakeFirst()
    if (!known) await destroy(core.home, artefactId)
    throw error
  }
}

/**
 * Asks for a run on the hidden rows.
 * @throws XinyuError NOT_FOUND, CONTEST_TASK_SAMPLE_FIRST, CONTEST_TASK_QUOTA, CONTEST_TASK_UNDER_WAY, CONTEST_TASK_RELEASED
 */
export async function askRun(core: Core, asker: Asker, artefactId: string): Promise<string> {
  mayHandIn(core, asker)
  const { contest, task, team } = asker
  const data = await readyData(core.db, contest.id, task.code)
  if (data.released_at !== null) throw new XinyuError('CONTEST_TASK_RELEASED')
  const { value } = await act(core, CONTEST, async ({ tx, now, id, note }) => {
    await oneAtATime(tx, team.id, task.code)
    const artefact = await tx
      .selectFrom('contest_artefact')
      .select(['id', 'digest'])
      .where('id', '=', artefactId)
      .where('team_id', '=', team.id)
      .where('task', '=', task.code)
      .executeTakeFirst()
    if (!artefact) throw new XinyuError('NOT_FOUND', { what: 'file' })
    const runId = id()
    await queue(tx, asker, { runId, artefactId, digest: artefact.digest, kind: 'hidden', now })
    note({
      kind: 'contest_task.run_asked',
      subject: { ...subjectOf(asker), artefact: artefactId, run: runId },
      payload: { task: task.code, digest: artefact.digest, data: data.data_digest },
    })
    return runId
  })
  return value
}

interface NewRun {
  readonly runId: string
  readonly artefactId: string
  readonly digest: string
  readonly kind: RunKind
  readonly now: number
}

async function queue(tx: Tx, { contest, task, team }: Asker, run: NewRun): Promise<void> {
  // Held until the run stands: data are not changed under it.
  const data = await tx
    .selectFrom('contest_task')
    .select('code')
    .where('contest_id', '=', contest.id)
    .where('code', '=', task.code)
    .forShare()
    .executeTakeFirst()
  if (!data) throw new XinyuError('CONTEST_TASK_NOT_READY')
  const runs = await runsOfTeam(tx, team.id, task.code)
  if (runs.some(({ kind, answered_at }) => kind === run.kind && answered_at === null))
    throw new XinyuError('CONTEST_TASK_UNDER_WAY')
  const passed = ({ kind, state, artefact_id }: (typeof runs)[number]) =>
    kind === 'sample' && state === 'scored' && artefact_id === run.artefactId
  if (run.kind === 'hidden' && !runs.some(passed)) throw new XinyuError('CONTEST_TASK_SAMPLE_FIRST')
  const spent = runs.map(({ kind, state, counted, created_at }) => ({
    kind,
    state,
    counted,
    createdAt: created_at,
  }))
  const quota = quotaOf(task, spent, dayBegan(run.now, contest.scheme.timeZone))
  if ((run.kind === 'hidden' ? quota.leftToday : quota.samplesLeftToday) === 0)
    throw new XinyuError('CONTEST_TASK_QUOTA', { perDay: task.runsPerDay, inAll: task.runsInAll })
  await tx
    .insertInto('contest_task_run')
    .values({
      id: run.runId,
      contest_id: contest.id,
      task: task.code,
      team_id: team.id,
      artefact_id: run.artefactId,
      digest: run.digest,
      kind: run.kind,
      state: 'queued',
      created_at: run.now,
      started_at: null,
      ended_at: null,
      answer_at: null,
      answered_at: null,
      public_score: null,
      private_score: null,
      problem_kind: null,
      cpu_ms: null,
      predictions_digest: null,
      predictions_key: null,
      leaf: null,
    })
    .execute()
}
