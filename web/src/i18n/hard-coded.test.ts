import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vite'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '..')
/** Attributes whose value a reader sees or hears. */
const SPOKEN = new Set([
  'title',
  'label',
  'placeholder',
  'aria-label',
  'alt',
  'description',
  'extra',
  'okText',
  'cancelText',
  'summary',
  'caption',
])

interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit)
  }
}

/** Texts in the code that a reader would see untranslated. */
function hardCoded(code: string, lang: 'ts' | 'tsx' = 'tsx'): string[] {
  const found: string[] = []
  walk(parseAst(code, { lang }) as unknown as Node, (node) => {
    if (node.type === 'JSXText' && /\p{L}/u.test(String(node.value))) found.push(String(node.value).trim())
    if (node.type === 'JSXAttribute' && isNode(node.name) && isNode(node.value)) {
      const { name, value } = node as unknown as { name: { name: string }; value: Node }
      if (SPOKEN.has(name.name) && value.type === 'Literal' && /\p{L}/u.test(String(value.value)))
        found.push(`${name.name}=${String(value.value)}`)
    }
    const text =
      node.type === 'Literal'
        ? node.value
        : node.type === 'TemplateElement'
          ? (node.value as { raw: string }).raw
          : null
    if (typeof text === 'string' && /\p{Script=Han}/u.test(text)) found.push(text)
  })
  return found
}

test('the finder finds', () => {
  expect(hardCoded('const a = <p title="Name">Hello</p>')).toEqual(['title=Name', 'Hello'])
  expect(hardCoded("const a = '中文'")).toEqual(['中文'])
  expect(hardCoded('const a = <p className="card">{t(\'a.b\')} · ✓</p>')).toEqual([])
})

test('no text is hard-coded', () => {
  const found = globSync('**/*.{ts,tsx}', { cwd: source })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) =>
      hardCoded(readFileSync(join(source, file), 'utf8'), file.endsWith('x') ? 'tsx' : 'ts').map(
        (text) => `${file}: ${text}`,
      ),
    )
    // A version mark in front of a number, and units of time and size, are the same in both languages.
    .filter((line) => !/: (v|\/s)$/.test(line) && !line.startsWith('lib/format.ts'))
  expect(found).toEqual([])
})
