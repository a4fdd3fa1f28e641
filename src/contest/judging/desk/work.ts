import type { Readable } from 'node:stream'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { blindWork, openBlindFile } from '../../panel/index.ts'
import { openingAt } from '../../scheme/index.ts'
import type { DeskSheet, DeskWorkView } from '../model.ts'
import { seatsAt } from '../discussion/open.ts'
import { rescoreOf } from '../sheets/rescore.ts'
import { editable } from '../sheets/rules.ts'
import { type WorkSeat, workSeat } from '../sheets/seats.ts'
import { isFrozen, type SheetRow } from '../store.ts'

interface At {
  readonly contestId: string
  readonly round: string
  readonly code: string
}

/** The blind work beside the rubric and the reader's own sheet. @throws XinyuError NOT_FOUND, BLIND_NOT_READY */
export async function deskWork(core: Core, actor: UserActor, at: At): Promise<DeskWorkView> {
  const seat = await workSeat(core, actor, at.contestId, at.round, at.code)
  const { assignment, round, contest, expert } = seat
  const work = await blindWork(core, assignment)
  const division = contest.scheme.divisions.find(({ code }) => code === work.division)
  const row = await core.db
    .selectFrom('contest_sheet')
    .selectAll()
    .where('assignment_id', '=', assignment.id)
    .executeTakeFirst()
  const rescore = await rescoreOf(core.db, assignment.workId, core.clock.now())
  const seats = await seatsAt(core.db, assignment.workId)
  return {
    code: assignment.code,
    division: work.division,
    divisionZh: division?.titleZh ?? '',
    divisionEn: division?.titleEn ?? '',
    title: work.title,
    fields: work.fields,
    files: work.files.map(({ name, type, bytes }, index) => ({ place: index + 1, name, type, bytes })),
    criteria: round.review.rubric.criteria.map((one) => ({ ...one, anchors: [...one.anchors] })),
    sheet: await sheetView(core, seat, row, rescore !== null),
    discussion: row?.state === 'submitted' && (seats?.includes(expert.id) ?? false),
    rescoreUntil: rescore?.closesAt ?? null,
  }
}

async function sheetView(
  core: Core,
  { contest, round, assignment }: WorkSeat,
  row: SheetRow | undefined,
  rescore: boolean,
): Promise<DeskSheet> {
  const frozen = await isFrozen(core.db, contest, assignment.round)
  const state = row?.state ?? 'none'
  const opening = openingAt(round.review, core.clock.now())
  return {
    state,
    scores: row?.scores ?? {},
    comment: row?.comment ?? '',
    privateNote: row?.private_note ?? '',
    revision: row?.revision ?? 0,
    edition: row?.edition ?? 0,
    savedAt: row?.saved_at ?? null,
    reopened: row?.reopened ?? '',
    editable: editable({ state, frozen, rescore, opening }),
  }
}

/** A file by its place in the list. @throws XinyuError NOT_FOUND, BLIND_NOT_READY */
export async function deskFile(
  core: Core,
  actor: UserActor,
  at: At,
  place: number,
): Promise<{ name: string; type: string; bytes: number; stream: Readable }> {
  const { assignment } = await workSeat(core, actor, at.contestId, at.round, at.code)
  const file = (await blindWork(core, assignment)).files[place - 1]
  if (!file) throw new XinyuError('NOT_FOUND', { what: 'file' })
  return openBlindFile(core, assignment, file.id)
}
