import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { mustOrganise } from '../../scheme/index.ts'
import { teamsIn } from '../../entry/index.ts'
import { finalists } from '../store.ts'
import { drawState } from './words.ts'
import { commitmentOf, drawAlgorithm, type Group, orderOf, type Word } from './draw.ts'

const SEED_BYTES = 32

/**
 * Before: seed and list are bound by a commitment that stands in the log. The seed stays secret until the draw.
 * @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER, CONTEST_DRAW_STATE, CONTEST_NO_FINALISTS
 */
export async function commitDraw(
  core: Core,
  actor: UserActor,
  contestId: string,
  scope: 'contest' | 'division',
): Promise<string> {
  const contest = await mustOrganise(core, actor, contestId)
  const inFinal = await finalists(core.db, contestId)
  const teams = (await teamsIn(core.db, contestId, ['admitted'])).filter(({ id }) => inFinal.has(id))
  if (teams.length === 0) throw new XinyuError('CONTEST_NO_FINALISTS')
  const all: Group[] =
    scope === 'contest'
      ? [{ code: 'all', teams: teams.map(({ id }) => id) }]
      : contest.scheme.divisions.map(({ code }) => ({
          code,
          teams: teams.filter(({ division }) => division === code).map(({ id }) => id),
        }))
  const groups = all
    .filter((group) => group.teams.length > 0)
    .map(({ code, teams: ids }) => ({ code, teams: [...ids].sort() }))
  const seed = Buffer.from(core.random.bytes(SEED_BYTES)).toString('hex')
  const { value, entries } = await act(core, actor, async ({ tx, now, id, note }) => {
    // One draw at a time: two that begin at once are told apart by the row of the contest.
    await tx.selectFrom('contest').select('id').where('id', '=', contestId).forUpdate().execute()
    const live = await liveDraw(tx, contestId)
    if (live) throw drawState(live.state)
    const last = await tx
      .selectFrom('contest_draw')
      .select('number')
      .where('contest_id', '=', contestId)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    const drawId = id()
    const algorithm = drawAlgorithm()
    const commit = commitmentOf({ algorithm, draw: drawId, seed, groups })
    const number = (last?.number ?? 0) + 1
    await tx
      .insertInto('contest_draw')
      .values({
        id: drawId,
        contest_id: contestId,
        number,
        state: 'committed',
        scope,
        commit,
        seed,
        groups: JSON.stringify(groups),
        created_at: now,
      })
      .execute()
    const payload = {
      number,
      algorithm,
      commit,
      groups: groups.map(({ code, teams }) => ({ code, teams: [...teams] })),
    }
    note({ kind: 'contest.draw_committed', subject: { contest: contestId, draw: drawId }, payload })
    return drawId
  })
  await core.db
    .updateTable('contest_draw')
    .set({ commit_leaf: entries[0]!.leaf })
    .where('id', '=', value)
    .execute()
  return value
}

/**
 * The words are closed, the log gets a new root by that, and the order follows from both. Cut off in between it goes on
 * with the same words and the same root: there is no second choice.
 * @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER, CONTEST_DRAW_STATE, CONTEST_DRAW_WORD
 */
export async function makeDraw(
  core: Core,
  actor: UserActor,
  contestId: string,
  words: readonly Word[],
): Promise<void> {
  await mustOrganise(core, actor, contestId)
  const closedLeaf = await closeWords(core, actor, contestId, words)
  // The root with the closing entry as its last one: fixed by that entry, whenever this line runs.
  const root = (await core.evidence.reader().rootAt(closedLeaf + 1)).toString('base64')
  const { value, entries } = await act(core, actor, async (scope) => {
    const draw = await lockedDraw(scope.tx, contestId)
    if (draw.state !== 'closed') throw drawState(draw.state)
    const { id, seed, groups } = draw
    const algorithm = drawAlgorithm()
    const places = orderOf({ algorithm, draw: id, seed, groups, root, words: draw.words })
    await writePlaces(scope, contestId, places)
    await scope.tx
      .updateTable('contest_draw')
      .set({ state: 'drawn', root, places: JSON.stringify(places), drawn_at: scope.now })
      .where('id', '=', id)
      .execute()
    scope.note({
      kind: 'contest.draw_made',
      subject: { contest: contestId, draw: id },
      payload: {
        algorithm,
        seed,
        root,
        size: closedLeaf + 1,
        words: draw.words.map((one) => ({ ...one })),
        places,
      },
    })
    scope.emit('contest.stage_changed', { contestId })
    return id
  })
  await core.db.updateTable('contest_draw').set({ leaf: entries[0]!.leaf }).where('id', '=', value).execute()
}

async function closeWords(
  core: Core,
  actor: UserActor,
  contestId: string,
  words: readonly Word[],
): Promise<number> {
  const before = await core.db
    .selectFrom('contest_draw')
    .select(['id', 'state'])
    .where('contest_id', '=', contestId)
    .where('state', '<>', 'void')
    .executeTakeFirst()
  if (before?.state !== 'closed') {
    await act(core, actor, async ({ tx, note }) => {
      const draw = await lockedDraw(tx, contestId)
      if (draw.state !== 'committed') throw drawState(draw.state)
      const known = new Set(draw.groups.flatMap(({ teams }) => teams))
      const spoken = words.map(({ teamId, word }) => ({ teamId, word: word.normalize('NFC').trim() }))
      const once = new Set(spoken.map(({ teamId }) => teamId)).size === spoken.length
      if (!once || spoken.some(({ teamId }) => !known.has(teamId))) throw new XinyuError('CONTEST_DRAW_WORD')
      await tx
        .updateTable('contest_draw')
        .set({ state: 'closed', words: JSON.stringify(spoken) })
        .where('id', '=', draw.id)
        .execute()
      note({
        kind: 'contest.draw_closed',
        subject: { contest: contestId, draw: draw.id },
        payload: { words: spoken },
      })
    })
  }
  const draw = await core.db
    .selectFrom('contest_draw')
    .select(['id', 'closed_leaf'])
    .where('contest_id', '=', contestId)
    .where('state', '=', 'closed')
    .executeTakeFirst()
  if (!draw) throw drawState(before?.state ?? 'void')
  if (draw.closed_leaf !== null) return draw.closed_leaf
  // Read from the log, not from an answer that a crash may have swallowed: the first closing entry is the one.
  const found = (await core.evidence.leavesAbout([draw.id])).find(
    ({ kind }) => kind === 'contest.draw_closed',
  )
  if (!found) throw drawState('closed')
  await core.db
    .updateTable('contest_draw')
    .set({ closed_leaf: found.leaf })
    .where('id', '=', draw.id)
    .execute()
  return found.leaf
}

/** A draw that cannot stand, such as for a wrong list: it stays readable with the reason, and another one begins. */
export async function voidDraw(
  core: Core,
  actor: UserActor,
  contestId: string,
  reason: string,
): Promise<void> {
  await mustOrganise(core, actor, contestId)
  await act(core, actor, async ({ tx, note, emit }) => {
    const draw = await lockedDraw(tx, contestId)
    // Once somebody was on the stage the order is history.
    const begun = await tx
      .selectFrom('contest_defence')
      .select('id')
      .where('contest_id', '=', contestId)
      .where('state', '<>', 'waiting')
      .limit(1)
      .executeTakeFirst()
    if (begun) throw drawState('on-stage')
    await tx.deleteFrom('contest_defence').where('contest_id', '=', contestId).execute()
    await tx.updateTable('contest_draw').set({ state: 'void', reason }).where('id', '=', draw.id).execute()
    note({
      kind: 'contest.draw_voided',
      subject: { contest: contestId, draw: draw.id },
      // What was promised is shown all the same.
      payload: { reason, state: draw.state, seed: draw.seed },
    })
    emit('contest.stage_changed', { contestId })
  })
}

async function writePlaces(
  { tx, id }: ActionScope,
  contestId: string,
  places: readonly string[],
): Promise<void> {
  await tx
    .insertInto('contest_defence')
    .values(
      places.map((teamId, at) => ({
        id: id(),
        contest_id: contestId,
        team_id: teamId,
        place: at + 1,
        run: 1,
        state: 'waiting' as const,
        running_since: null,
        reason: null,
        started_at: null,
        ended_at: null,
      })),
    )
    .execute()
}

const liveDraw = (tx: Tx, contestId: string) =>
  tx
    .selectFrom('contest_draw')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('state', '<>', 'void')
    .forUpdate()
    .executeTakeFirst()

async function lockedDraw(tx: Tx, contestId: string) {
  const row = await liveDraw(tx, contestId)
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'draw' })
  return row
}
