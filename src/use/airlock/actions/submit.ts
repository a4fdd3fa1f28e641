import { type Actor, systemActor, type UserActor } from '../../../kernel/actor.ts'
import { errorText, XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type ActionScope } from '../../../safeguard/evidence/index.ts'
import type { Disclosure } from '../../../flow/policy/index.ts'
import { type InspectedFileRow, inspectFiles } from '../inspect.ts'
import type { RequestState } from '../model.ts'
import { aboutOf, asJson, endRound, joinTeam, move, subjectOf } from '../move.ts'
import { checkersFor, OUTPUT_OF } from '../need.ts'
import type { Airlock } from '../ports.ts'
import { reasonOf } from '../reasons.ts'
import { EDITABLE } from '../states.ts'
import { currentFiles, type FileRow, filesOf, lockRequest, type RequestRow, requestRow } from '../store.ts'
import { contractsOf } from '../terms.ts'
import { draftEnds, lockEditable } from './draft.ts'
import { releaseByMachine } from './release.ts'

export const INSPECT_JOB = 'airlock.inspect'
const DAY_MS = 86_400_000

type InspectWork = { requestId: string; round: number | null }

/** Asks the machine to look while the author still works. Returns the job. @throws XinyuError AIRLOCK_* */
export async function preflight(airlock: Airlock, actor: UserActor, id: string): Promise<string> {
  const acted = await act(airlock.core, actor, async (scope) => {
    const row = await lockEditable(airlock, scope, actor, id)
    if (currentFiles(await filesOf(scope.tx, [id])).length === 0) throw new XinyuError('AIRLOCK_NO_FILES')
    scope.note({ kind: 'airlock.preflight_asked', subject: subjectOf(row) })
    return enqueue(airlock, scope, actor, { requestId: id, round: null })
  })
  return acted.value
}

/**
 * Hands the request in: the machine looks first, then people. Returns the job.
 * @throws XinyuError AIRLOCK_STATE, AIRLOCK_NO_FILES, AIRLOCK_CONTEXT, AIRLOCK_NO_CONTRACT
 */
export async function submitRequest(airlock: Airlock, actor: UserActor, id: string): Promise<Acted<string>> {
  const seen = await requestRow(airlock.core.db, id)
  const present = seen.seat_id === null ? [] : await airlock.ports.files.people(seen.seat_id)
  return act(airlock.core, actor, async (scope) => {
    const { tx, now, note, emit } = scope
    const row = await lockEditable(airlock, scope, actor, id)
    const files = currentFiles(await filesOf(tx, [id]))
    mustBeWhole(files)
    const contracts = [...new Set(files.flatMap((file) => file.contract_ids))].sort()
    if (contracts.length === 0) throw new XinyuError('AIRLOCK_NO_CONTRACT')
    await mustBeNamed(airlock, files)
    const round = row.round + 1
    const jobId = await enqueue(airlock, scope, actor, { requestId: id, round })
    const moved = await move(scope, row, 'author', 'checking', {
      round,
      contract_ids: contracts,
      job_id: jobId,
      submitted_at: now,
      decided_at: null,
    })
    await joinTeam(scope, moved, [actor.userId, ...present])
    await tx
      .insertInto('airlock_round')
      .values({
        request_id: id,
        round,
        submitted_at: now,
        decided_at: null,
        outcome: null,
        by_machine: false,
        reasons: [],
      })
      .execute()
    note({
      kind: 'airlock.submitted',
      subject: subjectOf(row),
      payload: { round, contracts, files: files.map((file) => ({ file: file.id, digest: file.digest })) },
    })
    emit('airlock.submitted', aboutOf(row))
    return jobId
  })
}

/** Context is mandatory: a fifth of what checkers elsewhere send back lacks it. */
function mustBeWhole(files: readonly FileRow[]): void {
  if (files.length === 0) throw new XinyuError('AIRLOCK_NO_FILES')
  const bare = files.find(({ context }) => context.shows === '' || context.how === '')
  if (bare) throw new XinyuError('AIRLOCK_CONTEXT', { path: bare.path })
}

/** Said before anybody looks: a kind that a contract does not let go is refused at the release anyway. */
async function mustBeNamed({ core }: Airlock, files: readonly FileRow[]): Promise<void> {
  for (const file of files)
    for (const { terms } of await contractsOf(core, file.contract_ids)) {
      const { outputs } = terms.policy.disclosure
      const kind = OUTPUT_OF[file.context.kind]
      if (!outputs.includes(kind))
        throw new XinyuError('RUN_FILE_KIND', { kind, allowed: outputs.join(', ') })
    }
}

async function enqueue(
  airlock: Airlock,
  { tx }: ActionScope,
  actor: Actor,
  work: InspectWork,
): Promise<string> {
  const jobId = await airlock.core.jobs.enqueue(tx, actor, INSPECT_JOB, work)
  await tx.updateTable('airlock_request').set({ job_id: jobId }).where('id', '=', work.requestId).execute()
  return jobId
}

/** The machine's part as a job: safe to begin anew after a kill, and never leaves a request between two states. */
export function registerInspect(airlock: Airlock): void {
  const { core } = airlock
  core.jobs.register<InspectWork>(INSPECT_JOB, async ({ id, input, signal, progress }) => {
    const { requestId, round } = input
    const row = await requestRow(core.db, requestId)
    const mine =
      row.job_id === id && (round === null ? EDITABLE : (['checking'] as RequestState[])).includes(row.state)
    if (!mine) return { looked: 0 }
    try {
      const looked = await inspectFiles(airlock, row, signal, (done, of, path) =>
        progress(done / of, 'airlock.inspecting', { path, done, of }),
      )
      if (round !== null) await afterInspection(airlock, requestId, round, looked)
      return { looked: looked.length }
    } catch (error) {
      if (signal.aborted) throw error
      core.log.error({ err: error, request: requestId }, 'inspection at the airlock failed')
      if (round !== null) await giveBack(airlock, requestId, round, id)
      throw new XinyuError('AIRLOCK_INSPECT_FAILED', { id }, { cause: error })
    }
  })
}

/** What follows from the machine's look: back to the author, on to people, or out by the machine alone. */
async function afterInspection(
  airlock: Airlock,
  requestId: string,
  round: number,
  looked: readonly InspectedFileRow[],
): Promise<void> {
  const { core } = airlock
  const acted = await act(core, systemActor('airlock'), async (scope) => {
    const { tx, now, note, emit } = scope
    const row = await lockRequest(tx, requestId)
    if (row.state !== 'checking' || row.round !== round) {
      note({ kind: 'airlock.inspected', subject: subjectOf(row), payload: { late: true, round } })
      return null
    }
    note({
      kind: 'airlock.inspected',
      subject: subjectOf(row),
      payload: {
        round,
        files: looked.map(({ file, inspection, recordDigest }) => ({
          file: file.id,
          digest: file.digest,
          verdict: inspection.verdict,
          record: recordDigest,
        })),
      },
    })
    const failed = looked.flatMap(({ inspection }) =>
      inspection.findings.filter(({ verdict }) => verdict === 'fail'),
    )
    if (failed.length > 0) {
      await endRound(scope, row, {
        outcome: 'returned',
        byMachine: true,
        reasons: [...new Set(failed.map(({ rule }) => reasonOf(rule)))],
      })
      await move(scope, row, 'machine', 'returned', {
        job_id: null,
        decided_at: now,
        expires_at: draftEnds(airlock, now),
      })
      note({
        kind: 'airlock.returned',
        subject: subjectOf(row),
        payload: { round, by: 'machine', rules: asJson([...new Set(failed.map(({ rule }) => rule))]) },
      })
      emit('airlock.returned', aboutOf(row))
      return null
    }
    const checkers = checkersFor(
      await disclosuresOf(airlock, row),
      looked.map(({ file, inspection }) => ({
        path: file.path,
        kind: file.context.kind,
        verdict: inspection.verdict,
        findings: inspection.findings.length,
      })),
    )
    if (checkers > 0) {
      await move(scope, row, 'machine', 'review', {
        job_id: null,
        checkers,
        expires_at: now + core.config.airlock.reviewDays * DAY_MS,
      })
      return null
    }
    await endRound(scope, row, { outcome: 'approved', byMachine: true })
    await move(scope, row, 'machine', 'approved', {
      job_id: null,
      checkers: 0,
      decided_at: now,
      expires_at: now + core.config.airlock.approvedDays * DAY_MS,
    })
    note({ kind: 'airlock.approved', subject: subjectOf(row), payload: { round, by: 'machine' } })
    return row.id
  })
  if (acted.value !== null) await releaseByMachine(airlock, acted.value)
}

const disclosuresOf = async ({ core }: Airlock, row: RequestRow): Promise<Disclosure[]> =>
  (await contractsOf(core, row.contract_ids)).map(({ terms }) => terms.policy.disclosure)

/** An inspection that broke gives the request back, and says so. */
async function giveBack(airlock: Airlock, requestId: string, round: number, jobId: string): Promise<void> {
  const { zh, en } = errorText('AIRLOCK_INSPECT_FAILED', { id: jobId })
  await act(airlock.core, systemActor('airlock'), async (scope) => {
    const row = await lockRequest(scope.tx, requestId)
    scope.note({ kind: 'airlock.inspection_failed', subject: subjectOf(row), payload: { round } })
    if (row.state !== 'checking' || row.round !== round) return
    await endRound(scope, row, { outcome: 'returned', byMachine: true })
    await move(scope, row, 'machine', 'returned', {
      job_id: null,
      decided_at: scope.now,
      expires_at: draftEnds(airlock, scope.now),
      problem: JSON.stringify({ code: 'AIRLOCK_INSPECT_FAILED', zh, en }),
    })
    scope.emit('airlock.returned', aboutOf(row))
  })
}
