import { Plan } from '../plan/index.ts'
import { printBase } from '../print/index.ts'
import { type Asked, type Asking, ask, prepare, type Refused } from './ask.ts'
import { blockText } from './blocks.ts'
import type { Drawn } from './draw-query.ts'
import { Ambiguous, type Block, type Data, type Released, type ReleasedRow } from './model.ts'
import { ALL, openRows, type OpenRow } from './protected.ts'
import { rowsOf } from './relations.ts'
import { strangers, textsOf, wordsOf } from './printed.ts'
import { near, same, shown } from './same.ts'

/** Data, the same without one person, and the terms to ask under. */
export interface World {
  readonly data: Data
  readonly person: number
  readonly full: Asking
  readonly less: Asking
}

export interface Tally {
  answered: number
  ambiguous: number
  cells: number
  withheld: number
}

/** Null where the gate keeps what Must-show 3 asks for; else what is wrong. */
export async function prove(query: Drawn, world: World, tally: Tally): Promise<string | null> {
  try {
    return await proveAll(query, world, tally)
  } catch (error) {
    return `threw ${error instanceof Error ? error.stack?.split('\n').slice(0, 6).join('\n') : String(error)}`
  }
}

async function proveAll(query: Drawn, world: World, tally: Tally): Promise<string | null> {
  const prepared = await prepare(world.full, query.sql)
  if ('refused' in prepared) {
    const isRight = prepared.refused.includes('clause.rollup_a_a_') && query.blocks.some(hasKeyTwice(world))
    if (isRight) tally.ambiguous++
    return isRight ? null : `refused: ${prepared.refused}`
  }
  const whole = await ask(world.full, prepared)
  const sent = sentAsPrinted(whole, world.full)
  if (sent !== null) return sent
  const released: ReleasedRow[][] = []
  for (const block of query.blocks) {
    const found = await proveBlock(block, world, tally)
    if (typeof found === 'string') return `${found}\n  block: ${blockText(block)}`
    released.push(found)
  }
  try {
    const expected = query.listing
      ? query.listing(world.data).map((row) => row.map((value): Released => ({ value, slack: 0 })))
      : query.after(released, false)
    const apart = query.ordered ? inOrder(whole.rows, expected) : same(whole.rows, expected)
    if (apart !== null) return `(d) after the release:\n${apart}`
    tally.answered++
  } catch (error) {
    if (!(error instanceof Ambiguous)) throw error
    tally.ambiguous++
  }
  return null
}

/** A ROLLUP of two keys that come to one expression, which the drawing cannot know: they are alike in every row. */
const hasKeyTwice =
  (world: World) =>
  ({ keys, sets, relation, where }: Block): boolean => {
    const columns = keys.map((key) => JSON.stringify(rowsOf(relation, where, world.data).map(key.of)))
    return sets.length > 1 && new Set(columns).size < columns.length
  }

/** (c) What an engine sees is the print of a plan that the closed schema knows, and nothing in it is the user's. */
function sentAsPrinted({ prepared, sent }: Asked, { terms }: Asking): string | null {
  const plan = Plan.parse(JSON.parse(JSON.stringify(prepared.plan)))
  const texts = sent.flatMap(textsOf)
  const printed = plan.bases.flatMap((base) => {
    const { sql, steps, members } = printBase(base, terms)
    return textsOf({ sql, steps, tables: {}, limits: terms.limits, ...(members ? { members } : {}) })
  })
  if (JSON.stringify(texts) !== JSON.stringify(printed))
    return `(c) sent ${texts[0]} but printed ${printed[0]}`
  const known = wordsOf(plan.bases)
  const odd = texts.flatMap((text) => strangers(text, known))
  return odd.length > 0 ? `(c) not from the plan: ${odd.join(', ')}\n  in ${texts.join('\n  ')}` : null
}

async function proveBlock(block: Block, world: World, tally: Tally): Promise<ReleasedRow[] | string> {
  const text = blockText(block)
  // Whose rows the block never sees may be left out: the answer rests on nothing of theirs.
  const seen = rowsOf(block.relation, block.where, world.data).some(({ person }) => person === world.person)
  const [full, less] = await Promise.all([
    askText(world.full, text),
    block.relation.persons && seen ? askText(world.less, text) : null,
  ])
  if ('refused' in full || (less && 'refused' in less)) return `refused: ${JSON.stringify(full)}`
  const { minGroup, smallGroups } = world.full.terms.rules
  const open = openRows(block, world.data, minGroup, smallGroups === 'merge')
  const matched = match(full.rows, open, block, world, tally)
  if (typeof matched === 'string') return matched
  const changed = less && onlyOwnCells(block, matched, less.rows, world)
  return changed ?? matched.map(({ released }) => released)
}

async function askText(asking: Asking, text: string): Promise<Asked | Refused> {
  const prepared = await prepare(asking, text)
  return 'refused' in prepared ? prepared : ask(asking, prepared)
}

interface Matched {
  readonly released: ReleasedRow
  readonly open: OpenRow
}

/** (a) and (d): every row that came out is one that may, and every cell that is shown is what the oracle counted. */
function match(
  rows: Asked['rows'],
  open: readonly OpenRow[],
  block: Block,
  world: World,
  tally: Tally,
): Matched[] | string {
  const left = [...open]
  const found: Matched[] = []
  for (const row of rows) {
    const keys = row.slice(0, block.keys.length)
    const cells = row.slice(block.keys.length)
    const fits = (one: OpenRow) =>
      sameKeys(keys, one) && one.cells.every((cell, i) => cells[i]!.mark || near(cells[i]!, cell))
    const isRight = (one: OpenRow) =>
      one.cells.every((_, i) => wrongCell(block, i, cells[i]!, one, world) === null)
    // A total and a group without value may look alike: the one of them that explains the row.
    const right = left.findIndex((one) => fits(one) && isRight(one))
    const at = right < 0 ? left.findIndex(fits) : right
    const one = left[at]
    if (!one)
      return `(d) a row that the oracle does not have: ${shown([row])}\n  it has:\n    ${shown(open.map(asReleased))}`
    left.splice(at, 1)
    const wrong = one.cells
      .map((_, i) => wrongCell(block, i, cells[i]!, one, world))
      .find((text) => text !== null)
    if (wrong) return `${wrong}\n  row ${shown([row])} of ${rows.length}`
    tally.cells += cells.filter(({ mark }) => !mark).length
    tally.withheld += cells.filter(({ mark }) => mark).length
    const released = {
      set: one.set,
      keys,
      cells: cells.map((cell, i) => (cell.mark ? cell : { ...cell, slack: one.cells[i]!.slack })),
    }
    found.push({ released, open: one })
  }
  if (left.length > 0) return `(d) rows that did not come out:\n    ${shown(left.map(asReleased))}`
  return found
}

const asReleased = ({ keys, cells }: OpenRow): Released[] => [
  ...keys.map((value): Released => ({ value, slack: 0 })),
  ...cells.map(({ value, slack }): Released => ({ value, slack })),
]

const sameKeys = (keys: readonly Released[], one: OpenRow): boolean =>
  one.keys.every((value, i) => {
    const rest = one.rest === ALL ? !one.rolled[i] : one.rest === i
    return rest ? keys[i]!.mark === 'rest' : near(keys[i]!, { value, slack: 0 })
  })

function wrongCell(
  block: Block,
  at: number,
  cell: Released,
  { cells, set, rest }: OpenRow,
  world: World,
): string | null {
  if (!block.relation.persons) return cell.mark ? `withheld without persons: cell ${at}` : null
  const { minGroup, dominance } = world.full.terms.rules
  const { support, split } = cells[at]!
  if (!cell.mark)
    return support < minGroup ? `(a) cell ${at} rests on ${support} < ${minGroup} persons` : null
  // Complements are the check's own choice; an end of the order needs persons on both sides.
  const free =
    block.sets.length > 1 ||
    set > 0 ||
    rest !== null ||
    block.cells[at]!.kind === 'position' ||
    dominance ||
    split
  return free || support < minGroup ? null : `cell ${at} is withheld, but rests on ${support} persons`
}

/** (b) Without one person no other cell than the person's own has another value. */
function onlyOwnCells(
  block: Block,
  full: readonly Matched[],
  less: Asked['rows'],
  world: World,
): string | null {
  const width = block.keys.length
  const keyOf = (row: readonly Released[]) => shown([row.slice(0, width)])
  const others = Map.groupBy(less, keyOf)
  const times = Map.groupBy(full, ({ released }) => keyOf(released.keys))
  const flips =
    block.sets.length > 1 ||
    world.full.terms.rules.smallGroups === 'merge' ||
    world.full.terms.rules.dominance
  for (const { released, open } of full) {
    const key = keyOf(released.keys)
    if (open.rest !== null || times.get(key)!.length > 1 || (others.get(key)?.length ?? 0) > 1) continue
    const other = others.get(key)?.[0]
    const holds = (rows: OpenRow['all']) => rows.some(({ person }) => person === world.person)
    if (!other) {
      if (!flips && !holds(open.all))
        return `(b) a row of others is gone without person ${world.person}: ${key}`
      continue
    }
    for (const [at, cell] of released.cells.entries()) {
      if (holds(block.cells[at]!.over(open.all))) continue
      const without = other[width + at]!
      if (cell.mark !== without.mark ? !flips : !cell.mark && !near(without, cell))
        return `(b) cell ${at} of ${key} changes without person ${world.person}: ${shown([[cell, without]])}`
    }
  }
  return null
}

function inOrder(got: Asked['rows'], expected: readonly (readonly Released[])[]): string | null {
  const apart = same(got, expected)
  if (apart !== null) return apart
  const at = got.findIndex((row, i) => !row.every((cell, j) => near(cell, expected[i]![j]!)))
  return at < 0
    ? null
    : `  row ${at} in another order:\n    ${shown(got)}\n  expected:\n    ${shown(expected)}`
}
