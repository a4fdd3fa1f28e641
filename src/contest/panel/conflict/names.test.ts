import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { usccCheckCharacter } from '../../../kernel/uscc.ts'
import { sameBody } from './names.ts'
import { conflictsByRule, crowds, type Ties } from './rules.ts'

const ALIASES = [
  { name: '北京协和医院', alias: '协和' },
  { name: '示例大学附属第九医院', alias: '九院' },
  { name: '九院', alias: 'Ninth Hospital' },
]
const same = (a: string, b: string) => sameBody({ name: a }, { name: b }, ALIASES)

const makeUscc = (head: string) => head + usccCheckCharacter(head)

describe('two words for a body', () => {
  test.each([
    ['北京协和医院', '协和', 'name'],
    ['北京 协和医院', '北京协和医院（东院）', 'name'],
    ['复旦大学', '复旦大学附属中山医院', 'name'],
    ['示例科技有限公司', '示例科技股份有限公司', 'name'],
    ['ＤＥＭＯ Institute', 'demo-institute', 'name'],
    ['示例大学附属第九医院', '九院', 'alias'],
    ['Ninth Hospital', '示例大学附属第九医院', 'alias'],
  ])('%s and %s are one: %s', (a, b, by) => {
    expect(same(a, b)).toBe(by)
    expect(same(b, a)).toBe(by)
  })

  test.each([
    ['第一人民医院', '人民医院'],
    ['大学', '示例大学'],
    ['江苏省医疗保障局', '医疗保障局'],
    ['北京协和医院', '示例中医院'],
    ['IBM', 'AIBM研究院'],
    ['', '示例大学'],
  ])('%s and %s are not', (a, b) => {
    expect(same(a, b)).toBeNull()
  })

  test('the body within the credit code counts, whatever register and name say', () => {
    const uscc = makeUscc('12330106MB9T00011')
    const moved = `91310000${uscc.slice(8)}`
    expect(sameBody({ name: '甲', uscc }, { name: '乙', uscc: moved.toLowerCase() }, [])).toBe('code')
    const other = makeUscc('12330106MB9T00021')
    expect(sameBody({ name: '甲', uscc }, { name: '乙', uscc: other }, [])).toBeNull()
  })

  test('is the same question both ways round, and does not mind blanks, width and marks', () => {
    const name = fc
      .array(fc.constantFrom(...Array.from('北京协和医院示例大学附属第九ABCd ')), {
        minLength: 1,
        maxLength: 9,
      })
      .map((letters) => letters.join(''))
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(same(a, b)).toBe(same(b, a))
        expect(same(a, ` ${b.replaceAll('A', 'Ａ')}（）`)).toBe(same(a, b))
      }),
    )
  })
})

const expert = (expertId: string, part: Partial<Ties> = {}): Ties => ({
  expertId,
  name: `专家${expertId}`,
  bodies: [],
  relations: [],
  ...part,
})

describe('conflicts by rule', () => {
  const team = { teamId: 't', bodies: [{ name: '北京协和医院' }], people: ['张三'] }
  const kinds = (ties: Ties) => conflictsByRule([ties], [team], ALIASES).map(({ kind }) => kind)

  test('are found in what is now, what was, what was recorded, and names', () => {
    expect(kinds(expert('a', { bodies: [{ name: '协和', current: true }] }))).toEqual(['same_body'])
    expect(kinds(expert('a', { bodies: [{ name: '协和', current: false }] }))).toEqual(['former_body'])
    const relation = { body: null, uscc: null, person: null }
    expect(
      kinds(expert('a', { relations: [{ ...relation, kind: 'shared_project', body: '协和医院' }] })),
    ).toEqual(['shared_project'])
    expect(kinds(expert('a', { relations: [{ ...relation, kind: 'relation', person: '张 三' }] }))).toEqual([
      'relation',
    ])
    expect(kinds(expert('a', { name: '张三' }))).toEqual(['relation'])
    expect(kinds(expert('a', { name: '李四', bodies: [{ name: '示例大学', current: true }] }))).toEqual([])
  })

  test('experts of one house are one crowd, over aliases and several steps', () => {
    const at = (id: string, ...names: string[]) =>
      expert(id, { bodies: names.map((name) => ({ name, current: true })) })
    const groups = crowds(
      [at('c', '示例医院'), at('b', '九院', '另一所'), at('a', '示例大学附属第九医院'), at('d')],
      ALIASES,
    )
    expect(groups.get('a')).toBe(groups.get('b'))
    expect(groups.get('c')).not.toBe(groups.get('a'))
    expect(groups.get('d')).toBeNull()
    const turned = crowds([at('a', '示例大学附属第九医院'), at('b', '九院', '另一所')], ALIASES)
    expect(turned.get('a')).toBe(groups.get('a'))
  })
})
