import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { policyArbitrary as policies } from '../../../test/support/policy.ts'
import { contractNumber, identifier } from '../../kernel/identifier.ts'
import { isXinyuError } from '../../kernel/errors/index.ts'
import { OPERATOR_CODES, type Operator } from '../../flow/policy/index.ts'
import { ANSWERS, type Interface, type Request, REQUESTS, WireStrategy } from './fields.ts'
import { readMessage, writeMessage } from './reading.ts'
import { policyOfStrategy, wireStrategy } from './strategy.ts'

const USCC = '91310115MA9X00011J'
const node = (kind: '4' | '5' | '6', serial: string) => identifier({ kind, uscc: USCC, area: '3101', serial })
const ABOUT = {
  productCode: `${node('6', '00000001')}•${'ab'.repeat(16)}`,
  productName: '医保结算主题库',
  providerNode: node('4', '00000002'),
  consumerNode: node('5', '00000003'),
}
const NUMBER = contractNumber({ uscc: USCC, area: '3101', at: Date.UTC(2026, 0, 5), serial: '0000ABCD' })
const TIME = '2026-01-05T01:00:00.000Z'
const UUID = '01a200f0-feb9-72df-b450-ff517ce0eb46'
const issuer = { issuerId: ABOUT.consumerNode, issuerEntityId: USCC }
const named = { contractName: '合约', contractId: NUMBER }

const message = policies.map((policy) => ({
  ...named,
  strategy: wireStrategy(policy, ABOUT),
}))

const TERMINATE: Request<'contractTerminate'> = {
  ...named,
  issueTime: TIME,
  erminateType: '01',
  activationTime: TIME,
  scheduledEndTime: TIME,
  agreedEndTime: TIME,
  ...issuer,
  signature: 'c2ln',
}

const problem = (kind: Interface, value: unknown): Record<string, unknown> => {
  try {
    readMessage(kind, value)
  } catch (error) {
    if (isXinyuError(error)) return { code: error.code, ...(error.detail as object), ...error.params }
    throw error
  }
  return {}
}

describe('what we send', () => {
  test('fits the field table, for any policy', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(WireStrategy.safeParse(sent.strategy).error).toBeUndefined()
        expect(writeMessage('contractNegotiate', sent)).toEqual(sent)
      }),
      { numRuns: 60 },
    )
  })

  test('is read back as the same policy', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const read = readMessage(
          'contractNegotiate',
          JSON.parse(JSON.stringify({ ...named, strategy: wireStrategy(policy, ABOUT) })),
        )
        expect(policyOfStrategy(read.strategy)).toEqual(policy)
      }),
      { numRuns: 60 },
    )
  })

  test('that does not fit is our own defect, told by its field', () => {
    expect(() => writeMessage('contractTerminate', { ...TERMINATE, contractId: 'C4' })).toThrow(/contractId/)
  })
})

describe('what we read, as the text itself misspells it', () => {
  test('equals the correct one', () => {
    fc.assert(
      fc.property(message, fc.boolean(), (sent, names) => {
        const { providerNodeId, consumerNodeId } = sent.strategy.executionNodeInfo
        const misspelled = {
          ...sent,
          strategy: {
            ...sent.strategy,
            executionNodeInfo: { assignerId: providerNodeId, assigneeId: consumerNodeId },
            actions: sent.strategy.actions.map((one) => (one === 'policyTransmit' ? 'plicyTransmit' : one)),
            constraints: (sent.strategy.constraints ?? []).map((one) => ({
              ...one,
              constraintName: one.constraintName === 'dataRecord' ? 'dateRecord' : one.constraintName,
              constraintOperator: names
                ? nameOf(one.constraintOperator)
                : one.constraintOperator.replace(/^0/, ''),
            })),
          },
        }
        const correct = readMessage('contractNegotiate', sent)
        const read = readMessage('contractNegotiate', misspelled)
        expect(read.strategy.executionNodeInfo).toEqual(correct.strategy.executionNodeInfo)
        expect(policyOfStrategy(read.strategy)).toEqual(policyOfStrategy(correct.strategy))
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    ['2026-01-05 09:00:00', TIME],
    ['1767574800000', TIME],
    [1_767_574_800_000, TIME],
    ['2026-01-05T09:00:00+08:00', TIME],
  ])('time %s', (given, read) => {
    expect(readMessage('contractTerminate', { ...TERMINATE, issueTime: given }).issueTime).toBe(read)
  })

  test('terminateType for erminateType; both together are refused by name', () => {
    const { erminateType: _, ...rest } = TERMINATE
    expect(readMessage('contractTerminate', { ...rest, terminateType: '02' }).erminateType).toBe('02')
    expect(problem('contractTerminate', { ...TERMINATE, terminateType: '02' })).toMatchObject({
      code: 'TC609_FIELD',
      field: 'terminateType',
    })
  })

  test('a count with units of time is a frequency', () => {
    const policy = fc.sample(policies, { numRuns: 1, seed: 7 })[0]!
    const strategy = {
      ...wireStrategy(policy, ABOUT),
      policyExpansion: undefined,
      actions: ['export'],
      constraints: [
        { constraintName: 'count', constraintOperator: 'lteq', constraintValue: '10000 次/天' },
        { constraintName: 'logRecordSend', constraintOperator: 'eq', constraintValue: '1' },
      ],
    }
    const read = readMessage('contractNegotiate', JSON.parse(JSON.stringify({ ...named, strategy })))
    const permission = policyOfStrategy(read.strategy, policy).permissions[0]!
    expect(permission.actions).toEqual(['download'])
    expect(permission.constraints).toContainEqual({
      operand: 'frequency',
      operator: 'lteq',
      value: '10000/P1D',
    })
    expect(permission.duties.map((one) => one.action)).toContain('logRecordSend')
  })
})

describe('what does not fit', () => {
  test.each([
    ['a field that is missing', { ...TERMINATE, signature: undefined }, 'signature', '11005'],
    ['an empty one', { ...TERMINATE, contractName: '' }, 'contractName', '11001'],
    ['one that is too long', { ...TERMINATE, contractName: '长'.repeat(129) }, 'contractName', '11004'],
    ['a number where text belongs', { ...TERMINATE, contractName: 7 }, 'contractName', '11003'],
    [
      'a wrong check character',
      { ...TERMINATE, contractId: `${NUMBER.slice(0, 46)}!` },
      'contractId',
      '11003',
    ],
    ['an unknown field', { ...TERMINATE, price: '1' }, 'price', '11003'],
    ['an unknown code', { ...TERMINATE, erminateType: '03' }, 'erminateType', '11003'],
    ['a time that is none', { ...TERMINATE, issueTime: 'tomorrow' }, 'issueTime', '11003'],
    ['no object', [TERMINATE], 'contractTerminate', '11003'],
  ])('%s is named', (_, given, field, returnCode) => {
    expect(problem('contractTerminate', JSON.parse(JSON.stringify(given)))).toMatchObject({
      field,
      returnCode,
    })
  })

  test('an unknown action or operator of a strategy is refused by name', () => {
    const policy = fc.sample(policies, { numRuns: 1, seed: 7 })[0]!
    const strategy = wireStrategy(policy, ABOUT)
    const asked = (change: object) => () =>
      policyOfStrategy(
        readMessage('contractNegotiate', { ...named, strategy: { ...strategy, ...change } }).strategy,
      )
    expect(asked({ actions: ['steal'] })).toThrow(/steal/)
    const unknown = { constraintName: 'count', constraintOperator: '13', constraintValue: '1' }
    expect(asked({ constraints: [unknown] })).toThrow(/13/)
  })

  test('nothing that anybody sends makes anything but a refusal', () => {
    const kinds = fc.constantFrom(...(Object.keys(REQUESTS) as Interface[]))
    fc.assert(
      fc.property(kinds, fc.jsonValue(), (kind, value) => {
        expect(problem(kind, value).code ?? 'read').toMatch(/^(TC609_FIELD|read)$/)
      }),
      { numRuns: 300 },
    )
  })
})

test('each interface has a request and an answer', () => {
  expect(Object.keys(ANSWERS).sort()).toEqual(Object.keys(REQUESTS).sort())
  expect(UUID).toMatch(/^[0-9a-f-]{36}$/)
})

const nameOf = (code: string): string =>
  (Object.keys(OPERATOR_CODES) as Operator[]).find((name) => OPERATOR_CODES[name] === code)!
