import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeXlsx, makeZip } from '../../../supply/source/files/make-zip.fixture.ts'
import { inspectFile } from './inspect.ts'
import { endingAllowed } from './kinds.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-inspect-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function look(name: string, bytes: Buffer) {
  const path = join(folder, 'bytes')
  await writeFile(path, bytes)
  return inspectFile(path, name)
}

const docx = (more: { name: string; data: Buffer }[] = []) =>
  makeZip([
    { name: '[Content_Types].xml', data: Buffer.from('<Types/>') },
    { name: 'word/document.xml', data: Buffer.from('<w:document/>') },
    ...more,
  ])
const HEADS = {
  pdf: Buffer.from('%PDF-1.7\n%\xe2\xe3'),
  png: Buffer.from('89504e470d0a1a0a0000', 'hex'),
  jpg: Buffer.from('ffd8ffe000104a46', 'hex'),
  mp4: Buffer.from('0000001866747970', 'hex'),
  txt: Buffer.from('一些文字\n'),
  md: Buffer.from('# 标题\n[链接](x)'),
  csv: Buffer.from('a,b\n1,2\n'),
  ipynb: Buffer.from('{"cells": [], "nbformat": 4}'),
} as const

describe('a file is what its bytes are', () => {
  test.each(Object.entries(HEADS))('%s is taken under its own name alone', async (ending, bytes) => {
    expect(await look(`作品.${ending}`, bytes)).toMatchObject({ type: ending, refusal: null })
    const wrong = ending === 'pdf' ? 'png' : 'pdf'
    expect((await look(`作品.${wrong}`, bytes)).refusal).toBe('not_as_named')
  })

  test('Office files are told apart by their parts', async () => {
    expect((await look('a.docx', docx())).refusal).toBeNull()
    expect((await look('a.pptx', docx())).refusal).toBe('not_as_named')
    expect((await look('a.xlsx', makeXlsx([{ name: 'one', xml: '' }]))).refusal).toBeNull()
    expect((await look('a.docx', makeZip([{ name: 'x.txt', data: Buffer.from('x') }]))).refusal).toBe(
      'not_as_named',
    )
    expect((await look('a.zip', docx())).refusal).toBeNull()
  })

  test('macros are named, and do not refuse', async () => {
    const seen = await look('a.docx', docx([{ name: 'word/vbaProject.bin', data: Buffer.from('vba') }]))
    expect(seen).toMatchObject({ refusal: null, check: { macros: ['word/vbaProject.bin'] } })
  })

  test('a program is none of it, whatever its name', async () => {
    expect((await look('a.zip', Buffer.from('7f454c460201010000000000', 'hex'))).refusal).toBe('program')
    expect((await look('a.txt', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(64)]))).refusal).toBe(
      'program',
    )
  })

  test('a zip that is encrypted, damaged or made to burst is refused', async () => {
    const data = Buffer.from('secret')
    expect((await look('a.zip', makeZip([{ name: 'a', data, as: 'encrypted' }]))).refusal).toBe('encrypted')
    expect((await look('a.zip', makeZip([{ name: 'a', data }]).subarray(0, 40))).refusal).toBe('broken')
    const bomb = makeZip([{ name: 'zeros', data: Buffer.alloc(1000) }])
    const central = bomb.readUInt32LE(bomb.length - 6)
    bomb.writeUInt32LE(2 ** 31, central + 24)
    expect((await look('a.zip', bomb)).refusal).toBe('bomb')
  })

  test('a zip whose entries lie over one another is a bomb', async () => {
    const one = makeZip([{ name: 'a', data: Buffer.from('x'.repeat(4000)), as: 'stored' }])
    const end = one.length - 22
    const at = one.readUInt32LE(end + 16)
    const central = one.subarray(at, end)
    const tail = Buffer.from(one.subarray(end))
    tail.writeUInt16LE(2, 8)
    tail.writeUInt16LE(2, 10)
    tail.writeUInt32LE(central.length * 2, 12)
    expect((await look('a.zip', Buffer.concat([one.subarray(0, at), central, central, tail]))).refusal).toBe(
      'bomb',
    )
  })
})

test('an ending that nobody knows is not taken, whatever the form says', () => {
  expect(endingAllowed('a.PDF', ['pdf'])).toBe(true)
  expect(endingAllowed('a.exe', ['exe'])).toBe(false)
  expect(endingAllowed('a.pdf', ['docx'])).toBe(false)
  expect(endingAllowed('a.pdf', [])).toBe(true)
  expect(endingAllowed('pdf', ['pdf'])).toBe(false)
})
