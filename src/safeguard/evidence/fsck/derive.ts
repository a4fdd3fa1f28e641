import { appendLeaf, emptyEdge, leafHash, SM3_TREE, TILE_WIDTH, type Edge } from '../log/index.ts'
import { entriesOf, type Sources } from './entries.ts'
import type { Findings } from './report.ts'

/** A tile that became full while the tree was derived. */
export interface Derived {
  readonly tree?: 'sm3'
  readonly level: number
  readonly index: number
  readonly content: Buffer
  /** The journal does not hold its entries any more: its file must be there. */
  readonly mustExist: boolean
}

/** Who follows while the trees are derived anew: the checks, or the repair. */
export interface Visitor {
  tile(tile: Derived): Promise<void>
  /** After each leaf, and once before the first. */
  at?(edge: Edge, sm3: Edge | null): void
  bundle(first: number, entries: readonly Buffer[], unproven: readonly number[]): Promise<void>
}

/** Derives the trees from the entries, one bundle at a time, up to the first entry that is lost. Memory is flat. */
export async function derive(
  sources: Sources & { readonly sm3: boolean },
  found: Findings,
  visitor: Visitor,
): Promise<{ edge: Edge; sm3: Edge | null }> {
  const edge = emptyEdge()
  const sm3 = sources.sm3 ? emptyEdge() : null
  visitor.at?.(edge, sm3)
  for (let first = 0; first < sources.size; first += TILE_WIDTH) {
    const bundle = await entriesOf(sources, first, found)
    if (!bundle) break
    for (const [at, entry] of bundle.entries.entries()) {
      const mustExist = first + at + 1 <= sources.journal.first
      for (const full of appendLeaf(edge, leafHash(entry))) await visitor.tile({ ...full, mustExist })
      if (sm3) {
        for (const full of appendLeaf(sm3, SM3_TREE.leaf(entry), SM3_TREE))
          await visitor.tile({ tree: 'sm3', ...full, mustExist })
      }
      visitor.at?.(edge, sm3)
    }
    await visitor.bundle(first, bundle.entries, bundle.unproven)
  }
  return { edge, sm3 }
}
