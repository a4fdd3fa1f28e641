import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { policyArbitrary } from '../../../../test/support/policy.ts'
import { Policy, type PolicyInput } from '../model.ts'
import { ACTIONS, OPERAND_NAMES, OPERATOR_CODES } from '../vocabulary.ts'
import { fromTc609Strategy, toTc609Strategy } from './index.ts'

const base: PolicyInput = {
  consumers: 'any',
  purposes: ['drug_evaluation'],
  until: Date.UTC(2028, 0, 1),
  maxRuns: 10,
  columns: { t: { a: 'group' } },
  joinKeys: [],
}

describe('a policy as a TC609 strategy', () => {
  test('comes back exactly, over JSON text, in the words of the dictionary', { timeout: 90_000 }, () => {
    const codes = new Set<string>(Object.values(OPERATOR_CODES))
    fc.assert(
      fc.property(policyArbitrary, (policy) => {
        const strategy = toTc609Strategy(policy)
        expect(strategy.actions.every((action) => ACTIONS.some((one) => one === action))).toBe(true)
        for (const one of strategy.constraints) {
          expect(OPERAND_NAMES).toContain(one.constraintName)
          expect(codes.has(one.constraintOperator)).toBe(true)
          expect(typeof one.constraintValue).toBe('string')
        }
        expect(fromTc609Strategy(JSON.parse(JSON.stringify(strategy)))).toEqual(policy)
      }),
      { numRuns: 100 },
    )
  })

  test('who reads actions and constraints alone allows no more than the first permission', () => {
    const { actions, constraints } = toTc609Strategy(
      Policy.parse({ ...base, permissions: [{ actions: ['read'] }, { actions: ['download'] }] }),
    )
    expect(actions).toEqual(['read'])
    expect(constraints).toEqual([
      { constraintName: 'time', constraintOperator: '11', constraintValue: '2028-01-01T00:00:00.000Z' },
      { constraintName: 'count', constraintOperator: '11', constraintValue: '10' },
    ])
  })

  test('the spellings of the text are read, the rest comes from what was offered', () => {
    const read = fromTc609Strategy(
      {
        actions: ['plicyTransmit', 'export', 'Read'],
        constraints: [
          { constraintName: 'count', constraintOperator: '11', constraintValue: '10000 次/天' },
          { constraintName: 'dateRecord', constraintOperator: 'lteq', constraintValue: 500 },
          { constraintName: 'time', constraintOperator: '11', constraintValue: '2027-12-31 23:59:59' },
          { constraintName: 'region', constraintOperator: '7', constraintValue: '31，32' },
          { constraintName: 'logRecordSend', constraintOperator: 'eq', constraintValue: '1' },
          { constraintName: 'compensate', constraintOperator: '01', constraintValue: '1' },
        ],
        policyExpansion: 'a stranger’s own words',
      },
      base,
    )
    expect(read).toMatchObject({
      maxRuns: 10,
      until: Date.parse('2027-12-31T23:59:59+08:00'),
      columns: base.columns,
      permissions: [
        {
          actions: ['read', 'download', 'policyTransmit'],
          constraints: [
            { operand: 'frequency', operator: 'lteq', value: '10000/P1D' },
            { operand: 'dataRecord', operator: 'lteq', value: '500' },
            { operand: 'region', operator: 'isAnyOf', value: ['31', '32'] },
          ],
          duties: [{ action: 'logRecordSend' }],
        },
      ],
      obligations: [{ action: 'compensate' }],
    })
  })

  test.each<[string, unknown, string]>([
    ['no object', 7, 'POLICY_FORM'],
    ['no actions', { actions: [] }, 'POLICY_FORM'],
    ['an unknown action', { actions: ['leak'] }, 'POLICY_UNKNOWN_TERM'],
    [
      'an unknown constraint',
      { actions: ['read'], constraints: [one('weather', '01', 'x')] },
      'POLICY_UNKNOWN_TERM',
    ],
    [
      'an unknown operator',
      { actions: ['read'], constraints: [one('count', '13', '1')] },
      'POLICY_UNKNOWN_TERM',
    ],
    [
      'an operator that does not apply',
      { actions: ['read'], constraints: [one('count', '01', '1')] },
      'POLICY_OPERATOR',
    ],
    [
      'a value that is none',
      { actions: ['read'], constraints: [one('count', '11', 'many')] },
      'POLICY_VALUE',
    ],
    ['nothing to complete it', { actions: ['read'] }, 'POLICY_INCOMPLETE'],
    ['an expansion of another version', { actions: ['read'], policyExpansion: '{"xinyu":9}' }, 'POLICY_FORM'],
    [
      'bounds that are not there',
      { actions: ['read'], policyExpansion: '{"xinyu":1,"bounds":2}' },
      'POLICY_INCOMPLETE',
    ],
    [
      'a count beyond what runs may be',
      { actions: ['read'], constraints: [one('count', '11', '99999999')], base: true },
      'POLICY_FORM',
    ],
  ])('%s is refused', (_, strategy, code) => {
    const given = typeof strategy === 'object' && strategy !== null && 'base' in strategy ? base : undefined
    expect(() => fromTc609Strategy(strategy, given)).toThrow(expect.objectContaining({ code }))
  })
})

function one(constraintName: string, constraintOperator: string, constraintValue: string): object {
  return { constraintName, constraintOperator, constraintValue }
}
