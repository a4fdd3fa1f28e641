import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findScanner } from './virus.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-virus-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A program that answers as clamscan does: a line for each file that it finds something in, and 0, 1 or 2. */
async function answering(script: string) {
  await writeFile(join(folder, 'clamscan'), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, 'clamscan'), 0o755)
  return findScanner(folder)!
}

test('without a program nothing is scanned', () => {
  expect(findScanner('')).toBeNull()
})

test('what is found is told file by file', async () => {
  const scanner = await answering('echo "/a/b: Eicar-Signature FOUND"; exit 1')
  expect([...(await scanner.scan(['/a/a', '/a/b']))]).toEqual([
    ['/a/a', 'clean'],
    ['/a/b', 'found'],
  ])
})

test('a program that fails says nothing of the files', async () => {
  const scanner = await answering('echo "no signatures" >&2; exit 2')
  expect([...(await scanner.scan(['/a/a'])).values()]).toEqual(['failed'])
})
