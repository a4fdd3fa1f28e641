import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorText, isXinyuError, type XinyuError } from '../../../kernel/errors/index.ts'
import { type Fixture, openFixture } from '../fixture.ts'
import { createGate, type Gate } from '../index.ts'
import { CLAIMS, CLAIMS_JOINS, contractOf, KEPT, REFUSED } from './index.ts'

let fixture: Fixture
let gate: Gate
const terms = contractOf(CLAIMS, CLAIMS_JOINS)

beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 0 })
  gate = createGate(fixture.engine)
})
afterAll(() => fixture.close())

async function refusal(sql: string): Promise<XinyuError> {
  try {
    await gate.prepare({ sql }, terms)
  } catch (error) {
    if (isXinyuError(error)) return error
    throw error
  }
  throw new Error(`was not refused: ${sql}`)
}

interface Detail {
  readonly rule: string
  readonly place: { readonly offset: number; readonly length: number }
  readonly allowed: { readonly zh: string; readonly en: string }
}

describe.each(Object.entries(REFUSED))('%s', (_, groups) => {
  const cases = groups.flatMap(({ sql, ...said }) => sql.map((text) => ({ text, ...said })))
  test.each(cases)('$text → $rule', async ({ text, code, rule, zh, en }) => {
    const error = await refusal(text)
    const detail = error.detail as unknown as Detail
    expect({ code: error.code, rule: rule.endsWith('*') ? rule : detail.rule }).toEqual({ code, rule })
    if (rule.endsWith('*')) expect(detail.rule.startsWith(rule.slice(0, -1))).toBe(true)
    const said = errorText(error.code, error.params)
    expect(said.zh).toContain(zh)
    expect(said.en).toContain(en)
    // It says where, and what would be allowed instead; nothing stays unsaid.
    expect(detail.place.offset + detail.place.length).toBeLessThanOrEqual(text.length)
    expect(detail.allowed.zh).toMatch(/\p{Script=Han}/u)
    expect(detail.allowed.en.length).toBeGreaterThan(3)
    expect(`${said.zh}${said.en}`).not.toMatch(/\{\w+\}|undefined|\[object/)
    expect(said.status).toBeGreaterThanOrEqual(400)
    expect(said.status).toBeLessThan(500)
  })
})

test('the corpus holds 200 refusals and more, each text once', () => {
  const texts = Object.values(REFUSED).flatMap((groups) => groups.flatMap(({ sql }) => sql))
  expect(texts.length).toBeGreaterThanOrEqual(200)
  expect(new Set(texts).size).toBe(texts.length)
  expect(Object.values(KEPT).flat().length).toBeGreaterThanOrEqual(80)
})

describe('very long and very deep texts', () => {
  const list = (many: number) => Array.from({ length: many }, (_, at) => `'${at}'`).join(', ')
  test.each([
    [
      '200,000 values',
      `select count(*) from setl_d where gend in (${list(200_000)})`,
      'ENGINE_TEXT_TOO_LONG',
    ],
    [
      '10,000 parentheses',
      `select ${'('.repeat(10_000)}gend${')'.repeat(10_000)} from setl_d`,
      'GATE_SYNTAX',
    ],
    [
      '200 nested conditions',
      `select count(*) from setl_d where ${"(gend = '1' and (age > 5 or ".repeat(200)}age < 9${'))'.repeat(200)}`,
      /GATE_(TOO_DEEP|SYNTAX)/,
    ],
    [
      '300 nested functions',
      `select count(*) from setl_d where ${'lower('.repeat(300)}gend${')'.repeat(300)} = '1'`,
      /GATE_(TOO_DEEP|SYNTAX)/,
    ],
    [
      '60 nested subqueries',
      `select count(*) from ${'(select gend from '.repeat(60)}setl_d${') t'.repeat(60)}`,
      /GATE_(TOO_DEEP|TOO_MANY)/,
    ],
    [
      '12 joined tables',
      `select count(*) from setl_d s0 ${Array.from({ length: 12 }, (_, at) => `join setl_d s${at + 1} on s0.psn_no = s${at + 1}.psn_no`).join(' ')}`,
      'GATE_TOO_MANY_TABLES',
    ],
    [
      '12 parts of a union',
      Array.from({ length: 12 }, () => 'select count(*) as n from setl_d').join(' union all '),
      'GATE_TOO_MANY_BASES',
    ],
    [
      'a CTE that doubles itself',
      `with c0 as (select gend, count(*) as n from setl_d group by gend)${Array.from({ length: 20 }, (_, at) => `, c${at + 1} as (select a.gend, a.n from c${at} a join c${at} b on a.gend = b.gend)`).join('')} select gend, n from c20`,
      /GATE_TOO_/,
    ],
  ] as const)('%s', async (_, sql, code) => {
    const started = performance.now()
    expect((await refusal(sql)).code).toMatch(code)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
