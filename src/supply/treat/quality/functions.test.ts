import { describe, expect, test } from 'vitest'
import { idCheck, makeUscc } from '../../../../test/support/quality/demo.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { checkTables } from './check.ts'
import { FUNCTIONS } from './functions.ts'
import { idcard15to18, idcardBirth, idcardOk, idcardSex, orgcodeOk, usccOk } from './identity.ts'
import type { Expr, Rule } from './model.ts'
import { quoteText } from './sql.ts'
import { checkInput, openTestDuck } from '../../../../test/support/quality/demo.ts'

const duck = await openTestDuck()
const ask = async (sql: string): Promise<unknown> => (await duck.rows(`SELECT ${sql} AS v`))[0]!['v']

describe('check digits against the published examples', () => {
  test('GB 11643', async () => {
    expect(await ask(idcardOk(`'11010519491231002X'`))).toBe(true)
    expect(await ask(idcardOk(`'110105194912310021'`))).toBe(false)
    expect(await ask(idcardOk(`'11010519490230002X'`))).toBe(false)
    expect(await ask(idcardOk(`'1101051949123100'`))).toBe(null)
    expect(await ask(idcardBirth(`'11010519491231002X'`))).toBe('1949-12-31')
    expect(await ask(idcardSex(`'11010519491231002X'`))).toBe('2')
    expect(await ask(idcard15to18(`'110105491231002'`))).toBe('11010519491231002X')
  })
  test('GB 32100 and GB 11714', async () => {
    for (const code of ['91350100M000100Y43', '91110000600037341L']) {
      expect(await ask(usccOk(quoteText(code)))).toBe(true)
      expect(await ask(orgcodeOk(quoteText(code.slice(8, 17))))).toBe(true)
      expect(await ask(usccOk(quoteText(`${code.slice(0, 17)}${code.endsWith('3') ? '4' : '3'}`)))).toBe(
        false,
      )
    }
    expect(await ask(usccOk(`'91350100I000100Y43'`))).toBe(null)
  })
  test('a thousand made ones of each are sound, and unsound with another check character', async () => {
    const ids: string[] = []
    const codes: string[] = []
    for (let i = 0; i < 1000; i++) {
      const first17 = `310101${1950 + (i % 60)}0${1 + (i % 9)}1${i % 10}${String(i).padStart(3, '0')}`
      ids.push(first17 + idCheck(first17))
      codes.push(makeUscc('91', '310101', `M${String(i).padStart(7, '0')}`))
    }
    const other = (text: string) => text.slice(0, 17) + (text.endsWith('4') ? '5' : '4')
    const counts = async (texts: string[], test: string) => {
      const rows = `(SELECT unnest([${texts.map(quoteText).join(', ')}]) AS v)`
      const [row] = await duck.rows(
        `SELECT count(*) FILTER (${test}) AS y, count(*) FILTER (NOT ${test}) AS n FROM ${rows}`,
      )
      return [Number(row!['y']), Number(row!['n'])]
    }
    expect(await counts(ids, idcardOk('v'))).toEqual([1000, 0])
    expect(await counts(ids.map(other), idcardOk('v'))).toEqual([0, 1000])
    expect(await counts(codes, usccOk('v'))).toEqual([1000, 0])
    expect(await counts(codes.map(other), usccOk('v'))).toEqual([0, 1000])
  }, 60_000)
})

describe('everything unknown is refused by name', () => {
  const refused = async (test: Expr): Promise<string> => {
    const rule: Rule = {
      id: 'x.y',
      class: 'logic',
      table: 'x',
      column: 'a',
      titleZh: 'x',
      titleEn: 'x',
      basis: 'x',
      check: { kind: 'holds', test },
    }
    const table = { name: 'x', relation: '(SELECT 0::BIGINT AS __row, 1::BIGINT AS a)', reference: false }
    const input = checkInput([{ ...table, columns: [{ name: 'a', type: 'BIGINT' }] }])
    const pack = { ...input.pack, rules: [rule] }
    return checkTables(duck, { ...input, pack }).then(
      (checked) => (checked.skipped[0] ? `skipped ${checked.skipped[0].missing}` : 'accepted'),
      (error: unknown) => (error instanceof XinyuError ? error.code : String(error)),
    )
  }
  test.each<[string, Expr]>([
    ['RULE_FUNCTION_UNKNOWN', { fn: 'read_csv', args: [{ lit: '/etc/passwd' }] }],
    ['RULE_FUNCTION_UNKNOWN', { fn: 'constructor', args: [] }],
    ['RULE_ARGUMENTS', { fn: 'eq', args: [{ col: 'a' }, { lit: 'text' }] }],
    ['RULE_ARGUMENTS', { fn: 'add', args: [{ col: 'a' }] }],
    ['RULE_NOT_BOOLEAN', { fn: 'add', args: [{ col: 'a' }, { lit: 1 }] }],
    ['RULE_SETTING_UNKNOWN', { fn: 'eq', args: [{ col: 'a' }, { setting: 'nothing' }] }],
    ['RULE_PATTERN_INVALID', { fn: 'matches', args: [{ raw: 'a' }, { lit: '(?=a)' }] }],
    ['RULE_PATTERN_INVALID', { fn: 'matches', args: [{ raw: 'a' }, { lit: '(' }] }],
    ['skipped x.b', { fn: 'eq', args: [{ col: 'b' }, { lit: 1 }] }],
    [
      'skipped other',
      { fn: 'eq', args: [{ lookup: { table: 'other', column: 'c', on: { c: 'a' } } }, { lit: 1 }] },
    ],
    ['accepted', { fn: 'ge', args: [{ col: 'a' }, { lit: 1 }] }],
  ])('%s', async (code, test) => {
    expect(await refused(test)).toBe(code)
  })
  test('numbers that could leave 128 bits', async () => {
    let big: Expr = { col: 'a' }
    for (let i = 0; i < 4; i++) big = { fn: 'mul', args: [big, { col: 'a' }] }
    expect(await refused({ fn: 'ge', args: [big, { lit: 0 }] })).toBe('RULE_TOO_LARGE')
  })
  test('each function has words in both languages', () => {
    expect(Object.entries(FUNCTIONS).filter(([, fn]) => !fn.zh || !fn.en || !fn.takes)).toEqual([])
  })
})
