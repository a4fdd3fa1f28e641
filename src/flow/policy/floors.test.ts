import { describe, expect, test } from 'vitest'
import { type ColumnLevel, Policy } from './model.ts'
import { checkFloors } from './rules.ts'
import { suggestLevels } from './suggest.ts'

const policy = (columns: Policy['columns']): Policy =>
  Policy.parse({
    consumers: 'any',
    purposes: ['public_health'],
    until: 1,
    maxRuns: 1,
    columns,
    joinKeys: [],
    minGroup: 10,
  })
const floor = (level: string, ...allows: ColumnLevel[]) => new Map([['name', { level, allows }]])

describe('the grade is the floor of every policy', () => {
  test('what is looser is refused, naming column, grade and what is allowed', () => {
    const floors = { t: floor('L4', 'join', 'identity', 'hidden') }
    expect(() => checkFloors(policy({ t: { name: 'group' } }), floors)).toThrow(
      expect.objectContaining({
        code: 'POLICY_BELOW_GRADE',
        params: { table: 't', column: 'name', level: 'group', grade: 'L4', floor: 'join, identity, hidden' },
      }),
    )
    expect(() => checkFloors(policy({ t: { name: 'identity' } }), floors)).not.toThrow()
    expect(() => checkFloors(policy({}), floors)).not.toThrow()
  })

  test('a suggestion never goes below it', () => {
    const column = { name: 'hosp_lv', type: 'VARCHAR', distinctApprox: 5 }
    const table = { name: 't', rows: 1_000, insuredColumn: null, columns: [column] }
    expect(suggestLevels(table)).toEqual({ hosp_lv: 'group' })
    expect(suggestLevels({ ...table, columns: [{ ...column, allows: ['join', 'hidden'] }] })).toEqual({
      hosp_lv: 'hidden',
    })
    expect(suggestLevels({ ...table, columns: [{ ...column, allows: ['group', 'hidden'] }] })).toEqual({
      hosp_lv: 'group',
    })
  })
})
