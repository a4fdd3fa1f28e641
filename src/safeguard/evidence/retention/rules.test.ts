import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs.ts'
import type { EntryView } from '../verifier/index.ts'
import { CLASSES, classOfKind, DAY_MS, isDue, isHeld, isMonthDue, keepDaysOf, prefixOf } from './rules.ts'
import { PREFIXES } from './rules.v1.ts'

const SRC = resolve(import.meta.dirname, '../../..')

/** First words of every kind that the code can note: literals, and templates by their beginning. */
function kindsInCode(): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of globSync('**/*.ts', { cwd: SRC })) {
    if (/\.(test|fixture)\.ts$|^demo\/|fixtures\//.test(file)) continue
    const text = readFileSync(resolve(SRC, file), 'utf8')
    for (const line of text.matchAll(/(?:\bkind:|KIND =|note\()[^\n]*\n?[^\n]*/g))
      for (const [, kind] of line[0].matchAll(/['`]([a-z][a-z0-9_-]*\.(?:[a-z0-9_.-]+|\$\{))/g))
        found.set(kind!.replace('${', 'x'), file)
  }
  return found
}

const entry = (kind: string, at: number, more: Partial<EntryView> = {}): EntryView => ({
  v: 1,
  id: '00000000-0000-7000-8000-000000000000',
  at: new Date(at).toISOString(),
  kind,
  actor: { user: 'u-1', body: 'b-1' },
  subject: { contract: 'c-1' },
  ...more,
})

test('every kind that the code can note falls under a rule', () => {
  const kinds = kindsInCode()
  expect(kinds.size).toBeGreaterThan(250)
  const files = /\.(ts|json|csv|key|sql|html|yaml|zip|xlsx|pdf)$/
  const without = [...kinds].filter(([kind]) => !files.test(kind) && prefixOf(kind) === null)
  expect(without).toEqual([])
})

describe('the rules', () => {
  test('keep disclosures six years and logs six months at least, and the evidence of evidence for ever', () => {
    expect(CLASSES.disclosure.minDays).toBeGreaterThanOrEqual(6 * 365 + 2)
    expect(CLASSES.log.minDays).toBeGreaterThanOrEqual(180)
    for (const kind of ['run.released', 'airlock.released', 'consent.given', 'seat.view'])
      expect(classOfKind(kind)).toBe('disclosure')
    for (const kind of ['session.opened', 'password.changed']) expect(classOfKind(kind)).toBe('log')
    for (const kind of ['evidence.destroyed', 'evidence.hold_placed'])
      expect(keepDaysOf()[classOfKind(kind)]).toBe(null)
    expect(classOfKind('a_kind.nobody_knows')).toBe('evidence')
  })

  test('have a default that is no shorter than their minimum', () => {
    for (const { minDays, keepDays } of Object.values(CLASSES)) {
      expect(minDays === null).toBe(keepDays === null)
      if (minDays !== null) expect(keepDays).toBeGreaterThanOrEqual(minDays)
    }
    expect([...PREFIXES.keys()].every((prefix) => /^[a-z][a-z0-9_]*$/.test(prefix))).toBe(true)
  })

  test('may be lengthened by a region, and never shortened below the minimum', () => {
    expect(keepDaysOf(['disclosure=3650']).disclosure).toBe(3650)
    expect(keepDaysOf(['contract=1096']).contract).toBe(1096)
    for (const setting of ['disclosure=2191', 'log=180', 'evidence=10', 'nothing=5000', 'log', 'toString=1'])
      expect(() => keepDaysOf([setting])).toThrow(expect.objectContaining({ code: 'RETENTION_SETTING' }))
  })
})

describe('what is due', () => {
  const days = keepDaysOf()
  const kinds = [...PREFIXES.keys()].map((prefix) => `${prefix}.made`)

  test('is never younger than its rule, nor of a class that is kept for ever', () => {
    const times = fc.integer({ min: 0, max: 4e12 })
    fc.assert(
      fc.property(fc.constantFrom(...kinds), times, times, (kind, at, cutoff) => {
        const keep = days[classOfKind(kind)]
        const due = isDue(entry(kind, at), days, cutoff)
        expect(due).toBe(keep !== null && cutoff - at >= keep * DAY_MS)
      }),
      { numRuns: runs(900) },
    )
  })

  test('a month is due only when its last moment is', () => {
    const to = Date.UTC(2026, 1, 1)
    const end = to + CLASSES.log.keepDays * DAY_MS
    expect(isMonthDue('log', to, days, end - 1)).toBe(false)
    expect(isMonthDue('log', to, days, end)).toBe(true)
    expect(isMonthDue('evidence', to, days, Number.MAX_SAFE_INTEGER)).toBe(false)
    expect(isMonthDue('constructor', to, days, Number.MAX_SAFE_INTEGER)).toBe(false)
  })
})

describe('a hold', () => {
  const held = (subject: string | null, kind: string | null) =>
    isHeld(entry('contract.signed', 0), [{ subject, kind }])

  test('keeps what is about an id, what that id did, and whole words of a kind', () => {
    for (const id of ['c-1', 'u-1', 'b-1', '00000000-0000-7000-8000-000000000000'])
      expect(held(id, null)).toBe(true)
    expect(held('c-2', null)).toBe(false)
    expect(held(null, 'contract')).toBe(true)
    expect(held(null, 'contract.signed')).toBe(true)
    expect(held(null, 'contra')).toBe(false)
    expect(held(null, 'contract.sign')).toBe(false)
    expect(isHeld(entry('contract.signed', 0), [])).toBe(false)
  })

  test('is never undone by another one', () => {
    const scope = fc.oneof(
      fc.record({ subject: fc.constantFrom('c-1', 'c-2', 'u-1'), kind: fc.constant(null) }),
      fc.record({ subject: fc.constant(null), kind: fc.constantFrom('contract', 'run', 'contract.signed') }),
    )
    fc.assert(
      fc.property(fc.array(scope), scope, (holds, more) => {
        const one = entry('contract.signed', 0)
        expect(isHeld(one, [...holds, more])).toBe(isHeld(one, holds) || isHeld(one, [more]))
      }),
      { numRuns: runs(300) },
    )
  })
})
