import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerOf, released } from './blocks.ts'
import { choicesOf, numbersOf, smallest } from './choice.ts'
import { drawData } from './data.ts'
import { type Drawn, drawQuery } from './draw-query.ts'
import { type Duck, openDuck } from './duck.ts'
import { Ambiguous, type Data, type Released } from './model.ts'
import { same } from './same.ts'

/**
 * The oracle is right: without protection it answers as DuckDB itself does when it runs the user's text. No gate takes
 * part, so that oracle and gate cannot be wrong together.
 */
const BATCHES = Number(process.env.XINYU_ORACLE_BATCHES ?? 20)
const QUERIES = 20
let duck: Duck

beforeAll(async () => {
  duck = await openDuck()
})
afterAll(() => duck.close())

function expectedOf(query: Drawn, data: Data): Released[][] {
  if (query.listing) return query.listing(data).map((row) => row.map((value) => ({ value, slack: 0 })))
  return query.after(
    query.blocks.map((block) => released(answerOf(block, data))),
    true,
  )
}

/** Null where both agree, or where the query leaves the answer open. */
async function differs(query: Drawn, data: Data): Promise<string | null> {
  let expected: Released[][]
  try {
    expected = expectedOf(query, data)
  } catch (error) {
    if (error instanceof Ambiguous) return null
    throw error
  }
  const got = await duck.rows(query.sql).catch((error: Error) => error.message)
  // Its own unsigned counts of pairs know no number below 0.
  if (typeof got === 'string' && got.includes('of UINT32')) return null
  if (typeof got === 'string') return `DuckDB refuses: ${got}`
  return same(
    got.map((row) => row.map((value) => ({ value, slack: 0 }))),
    expected,
  )
}

test('property: the oracle answers as DuckDB does', async () => {
  for (let batch = 0; batch < BATCHES; batch++) {
    const data = drawData(choicesOf(numbersOf(1_000 + batch, 3_000)), false)
    await duck.load(data)
    for (let at = 0; at < QUERIES; at++) {
      const numbers = numbersOf(100_000 + batch * QUERIES + at, 160)
      const fails = async (list: readonly number[]) =>
        (await differs(drawQuery(choicesOf(list)), data)) !== null
      if (!(await fails(numbers))) continue
      const least = await smallest(numbers, fails, (one) =>
        one > 0 ? [0, Math.floor(one / 2), one - 1] : [],
      )
      const query = drawQuery(choicesOf(least))
      expect.fail(`batch ${batch}, query ${at}\n${query.sql}\n${await differs(query, data)}`)
    }
  }
}, 120_000)
