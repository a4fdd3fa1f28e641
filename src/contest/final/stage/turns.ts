import type { Selectable } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Db, Tables, Tx } from '../../../platform/postgres/tables.ts'
import type { Contest } from '../../scheme/index.ts'
import type { Final } from '../../scheme/index.ts'
import { type Move, ON_STAGE, type Turn } from './states.ts'

export type TurnRow = Selectable<Tables['contest_defence']>

export const turnOf = (row: TurnRow): Turn => ({
  state: row.state,
  presentUsed: row.present_used,
  questionUsed: row.question_used,
  presentMore: row.present_more,
  questionMore: row.question_more,
  runningSince: row.running_since,
})

export const columnsOf = (turn: Turn) => ({
  state: turn.state,
  present_used: turn.presentUsed,
  question_used: turn.questionUsed,
  present_more: turn.presentMore,
  question_more: turn.questionMore,
  running_since: turn.runningSince,
})

/** All turns of a contest by place, repeated ones before the one that replaces them. */
export const turnsOf = (db: Db | Tx, contestId: string): Promise<TurnRow[]> =>
  db
    .selectFrom('contest_defence')
    .selectAll()
    .where('contest_id', '=', contestId)
    .orderBy('place')
    .orderBy('run')
    .execute()

/** The turn that has the stage now. */
export async function turnOnStage(db: Db | Tx, contestId: string): Promise<TurnRow | null> {
  const row = await db
    .selectFrom('contest_defence')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('state', 'in', [...ON_STAGE])
    .executeTakeFirst()
  return row ?? null
}

/** Held until the action ends: two who move at once come one after the other. @throws XinyuError NOT_FOUND */
export async function lockedTurn(tx: Tx, contestId: string, id: string): Promise<TurnRow> {
  const row = await tx
    .selectFrom('contest_defence')
    .selectAll()
    .where('id', '=', id)
    .where('contest_id', '=', contestId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'defence' })
  return row
}

/** @throws XinyuError CONTEST_NO_FINAL for a contest that ends with its last review */
export function finalOf({ scheme }: Contest): Final {
  if (!scheme.final) throw new XinyuError('CONTEST_NO_FINAL')
  return scheme.final
}

export const KINDS: Readonly<Record<Move, string>> = {
  start: 'defence.started',
  pause: 'defence.paused',
  resume: 'defence.resumed',
  questions: 'defence.questioned',
  score: 'defence.heard',
  finish: 'defence.finished',
  absent: 'defence.missed',
  repeat: 'defence.repeated',
}
