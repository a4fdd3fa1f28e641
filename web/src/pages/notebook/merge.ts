import type { Cell } from '../../api/types.ts'

export interface Merged {
  readonly cells: readonly Cell[]
  /** Cells that both changed, each in another way: mine stands in `cells`. */
  readonly clashes: readonly string[]
}

/**
 * What I and a colleague made of the same saved version, cell by cell. Each change of one side alone is taken; order and
 * new cells follow theirs, and mine are put in behind the cell that they stood behind.
 */
export function mergeCells(base: readonly Cell[], mine: readonly Cell[], theirs: readonly Cell[]): Merged {
  const was = byId(base)
  const my = byId(mine)
  const their = byId(theirs)
  const clashes: string[] = []
  const kept = theirs.flatMap((cell) => {
    const before = was.get(cell.id)
    const own = my.get(cell.id)
    if (!own) {
      // I deleted it. A cell that they went on writing in stays.
      if (!before || same(before, cell)) return before ? [] : [cell]
      clashes.push(cell.id)
      return [cell]
    }
    if (before && same(before, cell)) return [own]
    if (same(own, cell) || (before && same(before, own))) return [cell]
    clashes.push(cell.id)
    return [own]
  })
  const cells = [...kept]
  mine.forEach((cell, place) => {
    if (their.has(cell.id)) return
    const before = was.get(cell.id)
    // They deleted it: gone, unless I went on writing in it.
    if (before && same(before, cell)) return
    if (before) clashes.push(cell.id)
    const behind = mine.slice(0, place).findLast((one) => cells.some(({ id }) => id === one.id))
    const at = behind ? cells.findIndex(({ id }) => id === behind.id) + 1 : 0
    cells.splice(at, 0, cell)
  })
  return { cells, clashes }
}

const byId = (cells: readonly Cell[]) => new Map(cells.map((cell) => [cell.id, cell]))
const same = (a: Cell, b: Cell): boolean => a.language === b.language && a.source === b.source
