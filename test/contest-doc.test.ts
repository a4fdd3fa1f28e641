import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const PAGE = readFileSync(join(ROOT, 'docs/contest.md'), 'utf8')
const CLAIMED = [...PAGE.matchAll(/^- 测试 Test: `([^`]+)` “([^”]+)”$/gm)].map(([, file, name]) => ({
  file: file!,
  name: name!,
}))

test('the threat model names tests for what it claims', () => {
  expect(CLAIMED.length).toBeGreaterThan(15)
  // Every chapter of what is defended names at least one.
  const chapters = PAGE.split(/^### /m).slice(1)
  for (const chapter of chapters) expect(chapter.split('\n')[0] && chapter).toMatch(/- 测试 Test: /)
  expect(PAGE.match(/测试 Test:/g)!.length).toBe(CLAIMED.length)
})

test.each(CLAIMED)('$file has “$name”', ({ file, name }) => {
  expect(existsSync(join(ROOT, file)), file).toBe(true)
  expect(readFileSync(join(ROOT, file), 'utf8')).toContain(name)
})
