import type { Core } from '../../../safeguard/evidence/index.ts'
import { commitmentOf, drawAlgorithm, orderOf } from './draw.ts'
import type { DrawView, Verified } from './model.ts'

/** The draws of a contest, the newest first; one that was voided stays readable. */
export async function drawsOf(core: Pick<Core, 'db'>, contestId: string): Promise<DrawView[]> {
  const rows = await core.db
    .selectFrom('contest_draw')
    .selectAll()
    .where('contest_id', '=', contestId)
    .orderBy('number', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    state: row.state,
    scope: row.scope,
    algorithm: drawAlgorithm(),
    commit: row.commit,
    commitLeaf: row.commit_leaf,
    groups: row.groups,
    words: row.words,
    seed: row.state === 'drawn' || row.state === 'void' ? row.seed : null,
    root: row.root,
    size: row.closed_leaf === null ? null : row.closed_leaf + 1,
    leaf: row.leaf,
    places: row.places ?? [],
    reason: row.reason,
    createdAt: row.created_at,
    drawnAt: row.drawn_at,
  }))
}

/** Counts a draw again from what is published; null while there is nothing to count. */
export async function verifyDraw(core: Pick<Core, 'evidence'>, view: DrawView): Promise<Verified | null> {
  const { algorithm, id: draw, seed, root, size, groups, words, places } = view
  if (view.state !== 'drawn' || seed === null || root === null || size === null) return null
  const known = await core.evidence
    .reader()
    .rootAt(size)
    .catch(() => null)
  return {
    commitment: commitmentOf({ algorithm, draw, seed, groups }) === view.commit,
    root: known?.toString('base64') === root,
    order: orderOf({ algorithm, draw, seed, groups, root, words }).join() === places.join(),
  }
}
