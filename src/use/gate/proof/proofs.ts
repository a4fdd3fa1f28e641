import { openFixture } from '../fixture.ts'
import { createGate } from '../gate.ts'
import { choicesOf, numbersOf, smallest } from './choice.ts'
import { drawData, proofTerms } from './data.ts'
import { drawQuery } from './draw-query.ts'
import type { Asking } from './ask.ts'
import { type Duck, openDuck } from './duck.ts'
import { nearEngine, type Trees } from './engine.ts'
import type { Data } from './model.ts'
import { prove, type Tally, type World } from './prove.ts'

/** Queries of a batch share their data and terms. */
const QUERIES = 40
const LENGTH = 160
const smaller = (one: number): number[] => (one > 0 ? [0, Math.floor(one / 2), one - 1] : [])

export interface Finding {
  readonly text: string | null
  readonly tally: Tally
}

const without = (data: Data, person: number): Data => ({
  setl_d: data.setl_d.filter((row) => row.person !== person),
  fee_d: data.fee_d.filter((row) => row.person !== person),
  psn_b: data.psn_b.filter((row) => row.person !== person),
  hosp_b: data.hosp_b,
})

/** A parser, two sets of tables, and what draws and proves `batches` × 20 queries from a seed on. */
export async function openProofs() {
  const fixture = await openFixture({ warmChildren: 0 })
  const ducks = [await openDuck(), await openDuck()]

  async function worldOf(seed: number, batch: number): Promise<World> {
    const c = choicesOf(numbersOf(seed * 7_919 + batch, 3_000))
    const minGroup = c.one([1, 2, 3, 5, 8])
    const rules = {
      smallGroups: c.chance(12) ? ('merge' as const) : ('withhold' as const),
      dominance: c.chance(6) ? { n: 2, percent: 90 } : null,
    }
    const terms = { ...proofTerms(minGroup, rules), history: c.chance(12) }
    const data = drawData(c, true)
    const person = data.setl_d[c.below(Math.max(1, data.setl_d.length))]?.person ?? 0
    const asking = async (of: Data, duck: Duck): Promise<Asking> => {
      await duck.load(of)
      const engine = nearEngine(fixture.engine, duck, trees)
      return { terms, engine, gate: createGate(engine) }
    }
    const trees: Trees = new Map()
    const [full, less] = await Promise.all([
      asking(data, ducks[0]!),
      asking(without(data, person), ducks[1]!),
    ])
    return { data, person, full, less }
  }

  /** The first of each kind of failure, made small; `most` kinds and no more. */
  async function run(seed: number, batches: number, most = 1, from = 0): Promise<Finding> {
    const tally: Tally = { answered: 0, ambiguous: 0, cells: 0, withheld: 0 }
    const found = new Map<string, string>()
    for (let batch = from; batch < batches; batch++) {
      const world = await worldOf(seed, batch)
      for (let at = 0; at < QUERIES; at++) {
        const numbers = numbersOf(seed * 104_729 + batch * QUERIES + at, LENGTH)
        const wrong = (list: readonly number[]) => prove(drawQuery(choicesOf(list)), world, tally)
        const first = await wrong(numbers)
        const kind = first === null ? null : kindOf(first)
        if (kind === null || found.has(kind)) continue
        // The same kind of failure only: a smaller query may fail in another way.
        const fails = async (list: readonly number[]) => {
          const text = await wrong(list)
          return text !== null && kindOf(text) === kind
        }
        const least = await smallest(numbers, fails, smaller)
        const { sql } = drawQuery(choicesOf(least))
        const { minGroup, smallGroups } = world.full.terms.rules
        found.set(
          kind,
          `seed ${seed} batch ${batch} query ${at}, k ${minGroup}, ${smallGroups}\n  ${sql}\n${await wrong(least)}`,
        )
        if (found.size >= most) return { text: [...found.values()].join('\n\n'), tally }
      }
    }
    return { text: found.size === 0 ? null : [...found.values()].join('\n\n'), tally }
  }

  return {
    run,
    async close() {
      for (const duck of ducks) duck.close()
      await fixture.close()
    },
  }
}

/** Failures of one kind begin alike, but for the numbers in them. */
const kindOf = (text: string): string =>
  text
    .replace(/"(line|col|offset)":\d+,?/g, '')
    .replaceAll(/\d+/g, '')
    .slice(0, text.startsWith('refused') ? 90 : 30)
