import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

/** A page of threats whose every chapter names, as `file` “test”, the tests for what it claims: they must be there. */
export function testThreatModel(page: string, { moreThan }: { moreThan: number }): void {
  const text = readFileSync(join(ROOT, page), 'utf8')
  const claimed = [...text.matchAll(/^- 测试 Test: `([^`]+)` “([^”]+)”$/gm)].map(([, file, name]) => ({
    file: file!,
    name: name!,
  }))

  test(`${page} names tests for what it claims`, () => {
    expect(claimed.length).toBeGreaterThan(moreThan)
    const chapters = text.split(/^### /m).slice(1)
    for (const chapter of chapters) expect(chapter.split('\n')[0] && chapter).toMatch(/- 测试 Test: /)
    expect(text.match(/测试 Test:/g)!.length).toBe(claimed.length)
  })

  test.each(claimed)('$file has “$name”', ({ file, name }) => {
    expect(existsSync(join(ROOT, file)), file).toBe(true)
    expect(readFileSync(join(ROOT, file), 'utf8')).toContain(name)
  })
}
