import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atPointer, canonicalExact, type Exact, ExactNumber, NotJson, parseExact } from './exact-json.ts'

/** What JSON.parse gives, with numbers as floats: the independent reader. */
function floats(value: Exact): unknown {
  if (value instanceof ExactNumber) return Number(value.text)
  if (Array.isArray(value)) return value.map(floats)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, floats(member)]))
}

describe('JSON without floats', () => {
  test('keeps numbers as they are written', () => {
    const value = parseExact('{"a": 12.50, "b": -0, "c": 12345678901234567890.10, "d": 1E+2}')
    expect(canonicalExact(value)).toBe('{"a":12.50,"b":-0,"c":12345678901234567890.10,"d":1E+2}')
  })

  test('reads what JSON.parse reads, and the same', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        let value: Exact
        try {
          value = parseExact(text)
        } catch (error) {
          // Half surrogates are refused by us alone.
          expect((error as NotJson).why).toMatch(/surrogate/)
          return
        }
        expect(floats(value)).toEqual(floats(parseExact(JSON.stringify(JSON.parse(text)))))
        expect(JSON.stringify(floats(value))).toBe(JSON.stringify(JSON.parse(text)))
      }),
      { numRuns: 300 },
    )
  })

  test('refuses exactly what JSON.parse refuses, twice-named fields and half surrogates apart', () => {
    const marks = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '.',
      'e',
      '0',
      ' ',
      'null',
      'tru',
      '\n',
      '\u0001',
      '"\\u00e9"',
    )
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const theirs = attempt(() => JSON.parse(text) as unknown)
        const ours = attempt(() => parseExact(text))
        if (ours === 'a name occurs twice in one object') return
        expect(ours === null).toBe(theirs === null)
      }),
      { numRuns: 3_000 },
    )
  })

  test('refuses a field named twice, deep nesting, and half a character', () => {
    expect(() => parseExact('{"a":1,"a":2}')).toThrow(/twice/)
    expect(() => parseExact('['.repeat(100_000))).toThrow(/nesting/)
    expect(() => parseExact('"\\ud800"')).toThrow(/surrogate/)
    expect(parseExact('"\\ud842\\udfb7"')).toBe('𠮷')
  })

  test('a field named __proto__ is a field', () => {
    const value = parseExact('{"__proto__": {"a": 1}}')
    expect(canonicalExact(value)).toBe('{"__proto__":{"a":1}}')
    expect(({} as { a?: unknown }).a).toBeUndefined()
  })

  test('finds by JSON pointer', () => {
    const value = parseExact('{"a/b": [{"~x": "yes"}], "": 1}')
    expect(atPointer(value, '/a~1b/0/~0x')).toBe('yes')
    expect(atPointer(value, '/a~1b/1/~0x')).toBeUndefined()
    expect((atPointer(value, '/') as ExactNumber).text).toBe('1')
  })
})

/** Null where it was read, else why not. */
function attempt(read: () => unknown): string | null {
  try {
    read()
    return null
  } catch (error) {
    return error instanceof NotJson ? error.why : 'refused'
  }
}
