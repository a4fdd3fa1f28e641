import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ERRORS, type ErrorText, errorText } from '../src/kernel/errors/index.ts'
import { THINGS } from '../src/kernel/errors/things.ts'
import { errorsPage } from './support/errors-page.ts'

const ROOT = resolve(import.meta.dirname, '..')
const table = Object.entries(ERRORS as Record<string, ErrorText>)
/** `{allowedZh}` and `{allowedEn}` are one particular in two languages. */
const params = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!.replace(/(Zh|En)$/, '')))].sort()

describe('the one error table', () => {
  test('equals docs/errors.md (else run: node scripts/docs-errors.ts)', () => {
    expect(readFileSync(join(ROOT, 'docs/errors.md'), 'utf8')).toBe(errorsPage())
  })

  test.each(table)('%s has a status, both languages, and the same particulars in each', (code, row) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/)
    expect(row.status).toBeGreaterThanOrEqual(400)
    expect(row.status).toBeLessThan(600)
    expect(row.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(params(row.en)).toEqual(params(row.zh))
  })

  test('names in Chinese whatever may not be there', () => {
    const code = globSync('src/**/*.ts', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'))
    const named = code.flatMap((text) =>
      [...text.matchAll(/NOT_FOUND', \{ what: '([^']+)'/g)].map((match) => match[1]!),
    )
    expect([...new Set(named)].filter((what) => !what.includes('/') && THINGS[what] === undefined)).toEqual(
      [],
    )
    expect(Object.keys(THINGS).filter((what) => !named.includes(what))).toEqual([])
    expect(errorText('NOT_FOUND', { what: 'contract' })).toMatchObject({
      zh: '没有找到合约。',
      en: 'contract was not found.',
    })
  })

  test('has no code that nothing uses', () => {
    const code = globSync('{src,web/src}/**/*.{ts,tsx}', { cwd: ROOT })
      .filter((file) => !file.startsWith('src/kernel/errors/'))
      .map((file) => readFileSync(join(ROOT, file), 'utf8'))
      .join('\n')
    expect(table.map(([name]) => name).filter((name) => !code.includes(name))).toEqual([])
  })
})
