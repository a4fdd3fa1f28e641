import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

const here = import.meta.dirname
type Texts = { readonly [key: string]: string | Texts }

const read = (language: string): Record<string, string> =>
  Object.assign(
    {},
    ...globSync(`${language}/**/*.json`, { cwd: here }).map((file) =>
      flatten(basename(file, '.json'), JSON.parse(readFileSync(join(here, file), 'utf8')) as Texts),
    ),
  ) as Record<string, string>

function flatten(prefix: string, texts: Texts): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(texts).map(([key, text]) => {
      const name = `${prefix}.${key}`
      return typeof text === 'string' ? { [name]: text } : flatten(name, text)
    }),
  ) as Record<string, string>
}

const zh = read('zh')
const en = read('en')
const holes = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map((match) => match[1])
    .toSorted((a, b) => String(a).localeCompare(String(b)))

test('Chinese and English have the same keys', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  expect(Object.keys(zh).length).toBeGreaterThan(300)
})

test('each pair has the same holes', () => {
  for (const [key, text] of Object.entries(zh)) expect(holes(en[key]!), key).toEqual(holes(text))
})

test('English texts hold no Chinese, Chinese texts are not left in English', () => {
  // What names a language in itself, a sample of numbers, or a product keeps its own letters.
  const free = new Set([
    'prefs.otherLanguage',
    'prefs.numbers.short',
    'prefs.numbers.full',
    'system.node',
    'column.between',
    'product.sample',
    'authority.kib',
  ])
  for (const [key, text] of Object.entries(en))
    if (!free.has(key)) expect(text, key).not.toMatch(/\p{Script=Han}/u)
  for (const [key, text] of Object.entries(zh)) {
    if (!free.has(key) && /\p{L}/u.test(text.replaceAll(/\{\{\w+\}\}/g, '')))
      expect(text, key).toMatch(/\p{Script=Han}/u)
  }
})

test('every key that the portal names exists', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: join(here, '..') }).filter(
    (file) => !file.endsWith('.test.ts'),
  )
  const missing: string[] = []
  for (const file of files) {
    const text = readFileSync(join(here, '..', file), 'utf8')
    for (const [, key] of text.matchAll(/\bt\(\s*'([a-z][\w.-]*)'/gi))
      if (key !== undefined && !(key in zh)) missing.push(`${file}: ${key}`)
    for (const [, key] of text.matchAll(
      /[?:]\s*'((?:shell|home|contract|dataset|request|product|evidence|verify|publish|people|account|signin|error|common|result|workbench)\.[\w.-]+)'/g,
    ))
      if (key !== undefined && !(key in zh)) missing.push(`${file}: ${key}`)
  }
  expect(missing).toEqual([])
})
