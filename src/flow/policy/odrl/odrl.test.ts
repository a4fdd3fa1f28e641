import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { policyArbitrary } from '../../../../test/support/policy.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { Policy } from '../model.ts'
import { fromOdrl, ODRL_CONTEXT, policyFromOdrl, toOdrl } from './index.ts'

const small = Policy.parse({
  consumers: 'any',
  purposes: ['drug_evaluation'],
  until: Date.UTC(2027, 0, 1),
  maxRuns: 10,
  columns: { t: { a: 'group' } },
  joinKeys: [],
  permissions: [{ actions: ['read'], constraints: [{ operand: 'count', operator: 'lteq', value: '5' }] }],
})

/** The document with one place changed. */
function changed(change: (document: Record<string, never>) => void): unknown {
  const document = structuredClone(toOdrl(small)) as Record<string, never>
  change(document)
  return document
}
const refusal = (code: string, params: Record<string, unknown> = {}) =>
  expect.objectContaining({ code, params: expect.objectContaining(params) as unknown })

describe('a policy as ODRL', () => {
  test('comes back exactly, over JSON text', { timeout: 90_000 }, () => {
    fc.assert(
      fc.property(policyArbitrary, (policy) => {
        const text = JSON.stringify(toOdrl(policy))
        expect(fromOdrl(JSON.parse(text))).toEqual(policy)
      }),
      { numRuns: 100 },
    )
  })

  test('holds no number anywhere', () => {
    const numbers = (value: Json): number =>
      typeof value === 'number'
        ? 1
        : value !== null && typeof value === 'object'
          ? Object.values(value).reduce<number>((sum, one) => sum + numbers(one), 0)
          : 0
    fc.assert(
      fc.property(policyArbitrary, (policy) => {
        expect(numbers({ ...toOdrl(policy) })).toBe(0)
      }),
      { numRuns: 100 },
    )
  })

  test('every word of a document is declared in the context', () => {
    const declared = new Set<string>()
    const collect = (value: Json): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [key, member] of Object.entries(value)) {
        declared.add(key)
        collect(member)
      }
    }
    collect(ODRL_CONTEXT)
    const words = (value: Json, into: Set<string>): Set<string> => {
      if (Array.isArray(value)) for (const one of value) words(one, into)
      else if (typeof value === 'object' && value !== null)
        for (const [key, member] of Object.entries(value)) words(member, into.add(key))
      return into
    }
    fc.assert(
      fc.property(policyArbitrary, (policy) => {
        const used = [...words({ ...toOdrl(policy) }, new Set())].filter((word) => !word.startsWith('@'))
        expect(used.filter((word) => !declared.has(word))).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  test('an agreement carries its parties and whatever else stands in the terms', { timeout: 90_000 }, () => {
    const rest = fc.record({
      v: fc.constant(2),
      contractId: fc.uuid(),
      productId: fc.uuid(),
      providerId: fc.uuid(),
      consumerId: fc.uuid(),
      agreedAt: fc.integer({ min: 1, max: 4_000_000_000_000 }),
      name: fc.string(),
      tables: fc.dictionary(fc.constantFrom('setl_d', 'diag_d'), fc.uuid()),
      authorityId: fc.option(fc.uuid()),
    })
    fc.assert(
      fc.property(policyArbitrary, rest, (policy, others) => {
        const terms = { ...others, policy }
        const document = toOdrl(terms)
        expect(document.assigner).toBe(`urn:uuid:${others.providerId}`)
        expect(fromOdrl(JSON.parse(JSON.stringify(document)))).toEqual(terms)
        expect(policyFromOdrl(document)).toEqual(policy)
      }),
      { numRuns: 100 },
    )
  })
})

describe('what is not in the closed vocabulary is refused by name', () => {
  test.each<[string, (document: Record<string, never>) => void, string, Record<string, unknown>]>([
    [
      'another context',
      (d) => Object.assign(d, { '@context': 'http://www.w3.org/ns/odrl.jsonld' }),
      'POLICY_CONTEXT',
      {},
    ],
    ['no profile', (d) => delete d.profile, 'POLICY_CONTEXT', {}],
    ['another type', (d) => Object.assign(d, { '@type': 'Offer' }), 'POLICY_UNKNOWN_TERM', { term: 'Offer' }],
    [
      'an unknown member',
      (d) => Object.assign(d, { conflict: 'perm' }),
      'POLICY_UNKNOWN_TERM',
      { term: 'conflict' },
    ],
    [
      'an unknown action',
      (d) => Object.assign(at(d, 'permission.0'), { action: 'use' }),
      'POLICY_UNKNOWN_TERM',
      { path: 'permission[0].action', term: 'use' },
    ],
    [
      'an unknown operand',
      (d) => Object.assign(at(d, 'permission.0.constraint.0'), { leftOperand: 'dateTime' }),
      'POLICY_UNKNOWN_TERM',
      { path: 'permission[0].constraint[0].leftOperand', term: 'dateTime' },
    ],
    [
      'an unknown operator',
      (d) => Object.assign(at(d, 'permission.0.constraint.0'), { operator: '<' }),
      'POLICY_UNKNOWN_TERM',
      { term: '<' },
    ],
    [
      'a number as right operand',
      (d) => Object.assign(at(d, 'permission.0.constraint.0'), { rightOperand: 5 }),
      'POLICY_FORM',
      { path: 'permission[0].constraint[0].rightOperand' },
    ],
    [
      'a number within a list',
      (d) => Object.assign(at(d, 'permission.0.constraint.0'), { rightOperand: ['5', 5] }),
      'POLICY_FORM',
      { path: 'permission[0].constraint[0].rightOperand[1]' },
    ],
    [
      'a number as a term of disclosure',
      (d) => Object.assign(at(d, 'disclosure'), { minGroup: 10 }),
      'POLICY_FORM',
      { path: 'disclosure.minGroup' },
    ],
    [
      'both right operands',
      (d) => Object.assign(at(d, 'permission.0.constraint.0'), { rightOperandReference: 'x' }),
      'POLICY_EXCLUSIVE',
      { a: 'rightOperand', b: 'rightOperandReference' },
    ],
    [
      'duty and remedy',
      (d) => Object.assign(at(d, 'permission.0'), { duty: [], remedy: [] }),
      'POLICY_EXCLUSIVE',
      { a: 'duty', b: 'remedy' },
    ],
    [
      'two ends',
      (d) =>
        (at(d, 'bounds') as unknown[]).push({
          leftOperand: 'time',
          operator: 'lteq',
          rightOperand: '2030-01-01T00:00:00Z',
        }),
      'POLICY_EXCLUSIVE',
      { path: 'bounds' },
    ],
    ['no end', (d) => (at(d, 'bounds') as unknown[]).splice(1, 1), 'POLICY_INCOMPLETE', {}],
    [
      'a logical constraint',
      (d) => Object.assign(at(d, 'permission.0'), { constraint: [{ or: [] }] }),
      'POLICY_UNKNOWN_TERM',
      { term: 'or' },
    ],
    [
      'a refinement',
      (d) => Object.assign(at(d, 'permission.0'), { action: [{ value: 'read', refinement: [] }] }),
      'POLICY_FORM',
      {},
    ],
    ['null as a list', (d) => Object.assign(d, { permission: null }), 'POLICY_FORM', {}],
    ['no permission', (d) => delete d.permission, 'POLICY_FORM', {}],
    [
      'parties in a Set',
      (d) => Object.assign(d, { assignee: 'urn:uuid:x' }),
      'POLICY_UNKNOWN_TERM',
      { term: 'assignee' },
    ],
    [
      'a purpose of its own',
      (d) => Object.assign(at(d, 'bounds.0'), { rightOperand: ['marketing'] }),
      'POLICY_UNKNOWN_TERM',
      { term: 'marketing' },
    ],
    [
      'a term far in the future',
      (d) => Object.assign(at(d, 'bounds.1'), { rightOperand: '+275760-09-13T00:00:00.000Z' }),
      'POLICY_FORM',
      {},
    ],
  ])('%s', (_, change, code, params) => {
    expect(() => fromOdrl(changed(change))).toThrow(refusal(code, params))
  })

  test.each([[null], [1], ['x'], [[]], [{}], [{ '@context': [] }]])('%j is no document', (json) => {
    expect(() => fromOdrl(json)).toThrow(refusal('POLICY_CONTEXT'))
  })

  test('any damage to a document is refused or read, never thrown as a fault', () => {
    fc.assert(
      fc.property(policyArbitrary, fc.nat(), fc.jsonValue(), (policy, seed, junk) => {
        const document = structuredClone(toOdrl(policy)) as Record<string, unknown>
        damage(document, seed, junk)
        try {
          fromOdrl(document)
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^POLICY_/) as unknown })
        }
      }),
      { numRuns: 150 },
    )
  })
})

function at(document: unknown, path: string): object {
  return path
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as object
}

/** Puts junk at some place of the document. */
function damage(document: Record<string, unknown>, seed: number, junk: unknown): void {
  const places: [Record<string, unknown>, string][] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const [key, member] of Object.entries(node)) {
      places.push([node as Record<string, unknown>, key])
      walk(member)
    }
  }
  walk(document)
  const [node, key] = places[seed % places.length]!
  node[key] = junk
}
