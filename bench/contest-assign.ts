import { performance } from 'node:perf_hooks'
import { sized } from '../src/contest/panel/assign/sizes.fixture.ts'
import { measure, solve } from '../src/contest/panel/assign/index.ts'
import type { Measure } from './run.ts'

/** Experts for the works of a contest: the size of 2024, and one that no contest has had. */
const SIZES = [
  { works: 455, experts: 60, reviews: 5 },
  { works: 1000, experts: 150, reviews: 5 },
] as const

export async function run(): Promise<Measure[]> {
  return SIZES.map((size) => {
    const problem = sized(size)
    const began = performance.now()
    const { pairs, lacks } = solve(problem)
    const took = performance.now() - began
    const { loads, known, sameBody } = measure(problem, pairs)
    const each = [...loads.values()]
    return {
      name: `${size.works} works × ${size.reviews} reviews × ${size.experts} experts`,
      value: took,
      unit: 'ms',
      note: `${pairs.length} pairs, ${lacks.length} works lack some, loads ${Math.min(...each)}–${Math.max(...each)}, field known ${Math.round((100 * known) / pairs.length)} %, same body ${sameBody}`,
    }
  })
}
