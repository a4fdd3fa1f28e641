import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type ActionScope } from '../../../safeguard/evidence/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { checkBar } from '../duty.ts'
import type { NewOpinion } from '../model.ts'
import { aboutOf, asJson, endRound, move, subjectOf } from '../move.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { matterOf, mustBeFit, personsOf, presentIn } from '../people.ts'
import type { Airlock } from '../ports.ts'
import { decidedRecord, recordHash } from '../record.ts'
import { seal } from '../seal.ts'
import { OPEN, shown } from '../states.ts'
import {
  currentFiles,
  type FileRow,
  filesOf,
  lockRequest,
  type OpinionRow,
  type RequestRow,
} from '../store.ts'
import { holdPlace } from './claim.ts'
import { draftEnds } from './draft.ts'

const DAY_MS = 86_400_000

/**
 * One checker's opinion. It lies under seal until the last one that is needed is in; then all of them are opened, and
 * the request moves. Nothing that anybody else can see changes before.
 * @throws XinyuError NOT_FOUND, AIRLOCK_*
 */
export async function giveOpinion(
  airlock: Airlock,
  actor: UserActor,
  requestId: string,
  opinion: NewOpinion,
): Promise<void> {
  const present = await presentIn(airlock, requestId)
  // Not in the checker's name: the public log would say who decided, and when.
  await act(airlock.core, systemActor('airlock'), async (scope) => {
    const { tx, now } = scope
    const row = await lockRequest(tx, requestId)
    const person = await mustBeFit(tx, actor, row, 'check', present)
    if (!OPEN.includes(row.state)) throw new XinyuError('AIRLOCK_STATE', { state: shown(row.state) })
    const files = currentFiles(await filesOf(tx, [requestId]))
    mustJudge(opinion, files)
    await mustBeFirst(tx, row, actor.userId)
    await holdPlace(airlock, scope, row, actor.userId)
    await tx
      .insertInto('airlock_opinion')
      .values({
        request_id: requestId,
        round: row.round,
        checker_id: actor.userId,
        participant_id: person.participantId,
        decision: opinion.decision,
        reasons: [...opinion.reasons],
        text: opinion.text,
        per_file: JSON.stringify(opinion.perFile),
        at: now,
        looked_ms: await lookedFor(tx, row, actor.userId, now),
      })
      .execute()
    await seal(airlock.core, scope, row, actor.userId, { kind: 'opinion', body: asJson(opinion) })
    const standing = await standingOpinions(scope, row, present)
    const outcome = outcomeOf(
      standing.map(({ decision }) => decision),
      row.checkers,
    )
    if (outcome !== null && outcome !== row.state) await decide(airlock, scope, row, files, standing, outcome)
  })
}

/** Each file once; approval is approval of all of them. @throws XinyuError AIRLOCK_OPINION_FILES, AIRLOCK_OPINION_REASON */
function mustJudge({ decision, reasons, text, perFile }: NewOpinion, files: readonly FileRow[]): void {
  const judged = new Set(perFile.map(({ fileId }) => fileId))
  const each = judged.size === perFile.length && judged.size === files.length
  if (!each || !files.every(({ id }) => judged.has(id))) throw new XinyuError('AIRLOCK_OPINION_FILES')
  if (decision === 'approve' && perFile.some(({ ok }) => !ok)) throw new XinyuError('AIRLOCK_OPINION_FILES')
  if (decision !== 'approve' && (reasons.length === 0 || text === ''))
    throw new XinyuError('AIRLOCK_OPINION_REASON')
}

async function mustBeFirst(tx: Tx, row: RequestRow, userId: string): Promise<void> {
  const found = await tx
    .selectFrom('airlock_opinion')
    .select('at')
    .where('request_id', '=', row.id)
    .where('round', '=', row.round)
    .where('checker_id', '=', userId)
    .executeTakeFirst()
  if (found) throw new XinyuError('AIRLOCK_DECIDED')
}

async function lookedFor(tx: Tx, row: RequestRow, userId: string, now: number): Promise<number | null> {
  const { first } = await tx
    .selectFrom('airlock_seal')
    .select((eb) => eb.fn.min('at').as('first'))
    .where('request_id', '=', row.id)
    .where('round', '=', row.round)
    .where('user_id', '=', userId)
    .where('kind', '=', 'look')
    .executeTakeFirstOrThrow()
  return first === null ? null : now - first
}

/** Opinions of those who may still give one: who lost the role, or gained an interest, meanwhile is out. */
async function standingOpinions(
  { tx }: ActionScope,
  row: RequestRow,
  present: readonly string[],
): Promise<OpinionRow[]> {
  const given = await tx
    .selectFrom('airlock_opinion')
    .selectAll()
    .where('request_id', '=', row.id)
    .where('round', '=', row.round)
    .where('void', '=', false)
    .orderBy('checker_id')
    .execute()
  const matter = await matterOf(tx, row, present)
  const persons = await personsOf(
    tx,
    given.map((one) => one.checker_id),
  )
  const stands = (one: OpinionRow) => {
    const person = persons.get(one.checker_id)
    return (
      person !== undefined && person.participantId === one.participant_id && checkBar(person, matter) === null
    )
  }
  const fallen = given.filter((one) => !stands(one)).map((one) => one.checker_id)
  if (fallen.length > 0)
    await tx
      .updateTable('airlock_opinion')
      .set({ void: true })
      .where('request_id', '=', row.id)
      .where('round', '=', row.round)
      .where('checker_id', 'in', fallen)
      .execute()
  return given.filter(stands)
}

/** The last opinion is in: everything is opened at once. */
async function decide(
  airlock: Airlock,
  scope: ActionScope,
  row: RequestRow,
  files: readonly FileRow[],
  opinions: readonly OpinionRow[],
  outcome: Outcome,
): Promise<void> {
  const { now, note, emit } = scope
  if (outcome === 'differ') {
    await move(scope, row, 'checkers', 'differ')
    return
  }
  const { approvedDays, keepDays } = airlock.core.config.airlock
  const ends = {
    approved: now + approvedDays * DAY_MS,
    returned: draftEnds(airlock, now),
    rejected: now + keepDays * DAY_MS,
  }[outcome]
  await endRound(scope, row, { outcome })
  await move(scope, row, 'checkers', outcome, { decided_at: now, expires_at: ends })
  for (const file of files) await keepRecord(scope, row, file, opinions)
  for (const one of opinions)
    note({
      kind: 'airlock.opinion',
      subject: { ...subjectOf(row), checker: one.checker_id, checkerBody: one.participant_id },
      payload: asJson({
        round: row.round,
        decision: one.decision,
        reasons: one.reasons,
        text: one.text,
        perFile: one.per_file,
        at: one.at,
      }),
    })
  note({
    kind: `airlock.${outcome}`,
    subject: subjectOf(row),
    payload: { round: row.round, by: 'checkers', opinions: opinions.length },
  })
  if (outcome === 'returned') emit('airlock.returned', aboutOf(row))
  for (const one of opinions)
    emit('airlock.opinion', { requestId: row.id, checkerId: one.checker_id, lookedMs: one.looked_ms })
}

async function keepRecord(
  { tx }: ActionScope,
  row: RequestRow,
  file: FileRow,
  opinions: readonly OpinionRow[],
): Promise<void> {
  const record = decidedRecord(file.record, file.id, row.round, row.checkers, opinions)
  await tx
    .updateTable('airlock_file')
    .set({ record: JSON.stringify(record), record_digest: recordHash(record) })
    .where('id', '=', file.id)
    .execute()
}
