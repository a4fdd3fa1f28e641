import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Policy } from '../../api/types.ts'
import { policyDifferences } from './differences.ts'

const base: Policy = {
  consumers: 'any',
  purposes: ['actuarial_pricing', 'contest_modelling'],
  until: 1_800_000_000_000,
  maxRuns: 100,
  columns: { setl_d: { psn_no: 'identity', hosp_lv: 'group', medfee: 'measure', name: 'hidden' } },
  joinKeys: [
    [
      { table: 'setl_d', column: 'psn_no' },
      { table: 'mdtrt_d', column: 'psn_no' },
    ],
  ],
  minGroup: 10,
  permissions: [
    {
      actions: ['read', 'compute'],
      constraints: [{ operand: 'count', operator: 'lteq', value: '100' }],
      duties: [],
    },
    { actions: ['download'], constraints: [], duties: [] },
  ],
  prohibitions: [{ actions: ['distribute'], constraints: [], remedies: [] }],
  obligations: [{ action: 'delete', constraints: [], consequences: [] }],
  disclosure: {
    minInstitutions: 0,
    dominance: null,
    pPercent: null,
    rounding: 'none',
    outputs: ['table'],
    checkers: 0,
  },
  singlePerson: false,
  notice: { veto: false, waitMs: 3000, silence: 'deny' },
}
const said = (before: Policy, after: Policy) =>
  policyDifferences(before, after).map(({ at, kind, about, before: a, after: b }) => [
    kind,
    at,
    about.join(' '),
    a,
    b,
  ])

test('equal policies differ in nothing, whatever the order of their lists', () => {
  expect(policyDifferences(base, structuredClone(base))).toEqual([])
  expect(
    policyDifferences(base, {
      ...base,
      purposes: [...base.purposes].reverse(),
      permissions: [...base.permissions].reverse(),
      joinKeys: base.joinKeys.map(([a, b]) => [b, a]),
    }),
  ).toEqual([])
})

test('a set changes by its members, a number as a whole, a column by its level', () => {
  expect(
    said(base, {
      ...base,
      purposes: ['actuarial_pricing', 'public_health'],
      maxRuns: 40,
      columns: { setl_d: { psn_no: 'identity', hosp_lv: 'measure', name: 'group' } },
    }),
  ).toEqual([
    ['removed', 'purposes', '', 'contest_modelling', null],
    ['changed', 'maxRuns', '', 100, 40],
    ['changed', 'column', 'setl_d.hosp_lv', 'group', 'measure'],
    ['removed', 'column', 'setl_d.medfee', 'measure', null],
    ['added', 'purposes', '', null, 'public_health'],
    ['added', 'column', 'setl_d.name', null, 'group'],
  ])
})

test('a rule keeps its place when one is put before it', () => {
  const more: Policy = {
    ...base,
    permissions: [
      { actions: ['delivery'], constraints: [], duties: [] },
      { ...base.permissions[0]!, constraints: [{ operand: 'count', operator: 'lteq', value: '50' }] },
      base.permissions[1]!,
    ],
  }
  expect(said(base, more)).toEqual([
    ['changed', 'constraint', 'count lteq', '100', '50'],
    ['added', 'action', 'delivery', null, 'delivery'],
  ])
})

test('a notice without veto says nothing about waiting', () => {
  expect(said(base, { ...base, notice: { ...base.notice, waitMs: 9000 } })).toEqual([])
  expect(
    said(base, { ...base, notice: { ...base.notice, veto: true } }).map(([kind, at]) => [kind, at]),
  ).toEqual([
    ['changed', 'veto'],
    ['added', 'waitMs'],
    ['added', 'silence'],
  ])
})

test('differences read backwards are the same with added and removed exchanged (property)', () => {
  const level = fc.constantFrom('group', 'measure', 'join', 'identity', 'hidden' as const)
  const policies = fc.record({
    maxRuns: fc.integer({ min: 1, max: 5 }),
    purposes: fc.subarray(['actuarial_pricing', 'contest_modelling', 'public_health'] as const, {
      minLength: 1,
    }),
    columns: fc.dictionary(fc.constantFrom('a', 'b'), fc.dictionary(fc.constantFrom('x', 'y', 'z'), level)),
    singlePerson: fc.boolean(),
  })
  const turned = { added: 'removed', removed: 'added', changed: 'changed' } as const
  fc.assert(
    fc.property(policies, policies, (a, b) => {
      const forth = policyDifferences({ ...base, ...a }, { ...base, ...b })
      const back = policyDifferences({ ...base, ...b }, { ...base, ...a })
      const sorted = (all: typeof forth) => all.toSorted((x, y) => x.key.localeCompare(y.key))
      expect(sorted(back)).toEqual(
        sorted(forth).map((one) => ({
          ...one,
          kind: turned[one.kind],
          before: one.after,
          after: one.before,
        })),
      )
      expect(new Set(forth.map(({ key }) => key)).size).toBe(forth.length)
    }),
    { numRuns: 300 },
  )
})
