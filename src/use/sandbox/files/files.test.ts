import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UserActor } from '../../../kernel/actor.ts'
import { NO_ORIGIN } from '../../run/index.ts'
import { workSpace, type WorkSpace } from '../work/work.fixture.ts'
import { firstRows, separatorOf } from './csv.ts'
import { listFiles, lookAtFile, removeFile, writeText } from './files.ts'
import { preflight } from './preflight.ts'

let space: WorkSpace
let anna: UserActor
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

beforeAll(async () => {
  space = await workSpace()
  ;[anna] = space.users
})
afterAll(() => space?.stop())
beforeEach(() => {
  space.most = 1_000_000
  space.files.clear()
  space.steps.length = 0
})

const viewed = async () =>
  (await space.tools.views.viewed([space.seat.projectId])).get(space.seat.projectId) ?? 0
const look = (path: string) => lookAtFile(space.tools, anna, space.seat.id, path, NO_ORIGIN)
const list = () => listFiles(space.tools, anna, space.seat.id, NO_ORIGIN)

describe('looking', () => {
  test('a text by its first lines, a table by its first rows, a picture whole; the rest not at all', async () => {
    space.files.set('a.txt', Buffer.from(Array.from({ length: 500 }, (_, at) => `line ${at}`).join('\n')))
    space.files.set('a.csv', Buffer.from(`\uFEFFn;名\n${'1;"a;""b"\n'.repeat(300)}`))
    space.files.set('a.png', PNG)
    space.files.set('a.svg', Buffer.from('<svg/>'))
    space.files.set('a.pkl', Buffer.from([0x80, 4, 0xff, 0]))
    space.files.set('a.csv.gz', Buffer.from([0x1f, 0x8b, 8, 0]))
    const before = await viewed()
    const text = await look('a.txt')
    expect(text).toMatchObject({ kind: 'text', cut: true, capped: false, watermark: { user: 'anna' } })
    expect((text.outputs[0] as { text: string }).text.split('\n')).toHaveLength(200)
    expect((await viewed()) - before).toBe(200)
    const table = await look('a.csv')
    expect(table).toMatchObject({
      kind: 'table',
      cut: true,
      outputs: [{ columns: [{ name: 'n' }, { name: '名' }] }],
    })
    expect((table.outputs[0] as { rows: unknown[][] }).rows).toHaveLength(100)
    expect((table.outputs[0] as { rows: unknown[][] }).rows[0]).toEqual(['1', 'a;"b'])
    expect((await look('a.png')).outputs).toMatchObject([{ kind: 'image', mime: 'image/png' }])
    expect((await look('a.svg')).outputs).toMatchObject([{ kind: 'image', mime: 'image/svg+xml' }])
    for (const path of ['a.pkl', 'a.csv.gz'])
      expect(await look(path)).toMatchObject({ kind: 'binary', outputs: [] })
    expect(space.steps.every(({ kind }) => kind === 'seat.view')).toBe(true)
    expect(JSON.stringify(space.steps.map(({ subject }) => subject))).not.toContain('a.txt')
    await expect(look('gone')).rejects.toMatchObject({ code: 'SEAT_FILE_MISSING' })
  })

  test('is capped, recorded, and told to the watch', async () => {
    space.files.set('rows.csv', Buffer.from(`n\n${'1\n'.repeat(50)}`))
    space.most = (await viewed()) + 10
    const capped: unknown[] = []
    space.core.events.on('seat.capped', (event) => void capped.push(event))
    const seen = await look('rows.csv')
    expect(seen).toMatchObject({ capped: true, cut: true })
    expect((seen.outputs[0] as { rows: unknown[] }).rows).toHaveLength(10)
    expect(await look('rows.csv')).toMatchObject({ outputs: [], capped: true })
    expect(capped).toHaveLength(2)
    const { items } = await space.tools.recording.look(anna, space.seat.id, { from: 0, limit: 200 })
    expect(items.slice(-4).map(({ kind, text }) => [kind, text])).toEqual([
      ['view', 'rows.csv'],
      ['capped', 'rows.csv'],
      ['view', 'rows.csv'],
      ['capped', 'rows.csv'],
    ])
    expect(items.at(-4)!.outputs).toEqual(seen.outputs)
  })

  test('names of files are views as well: rows are not read out of a listing', async () => {
    for (let at = 0; at < 40; at += 1) space.files.set(`${at}-${'secret'.repeat(40)}`, Buffer.from(''))
    space.most = (await viewed()) + 20
    const seen = await list()
    expect(seen).toMatchObject({ total: 40, cut: true })
    expect(seen.items.length).toBeLessThanOrEqual(20)
    expect(seen.items.length).toBeGreaterThan(15)
    // What was seen may be seen again.
    expect((await list()).items).toEqual(seen.items)
  })

  test('findings of the pre-flight name columns of the file, so they count too', async () => {
    space.files.set(
      'out.csv',
      Buffer.from(Array.from({ length: 60 }, (_, at) => `${at}`.padEnd(200, 'y')).join('\n')),
    )
    const asked = { paths: ['out.csv', 'out.csv'], contexts: {} }
    space.most = (await viewed()) + 20
    const { items } = await preflight(space.tools, anna, space.seat.id, asked, NO_ORIGIN)
    expect(items).toMatchObject([{ path: 'out.csv', verdict: 'review', cut: true }])
    expect(items[0]!.findings.length).toBeLessThan(25)
    expect(space.steps.at(-1)).toMatchObject({ kind: 'seat.preflight' })
  })
})

test('only text that somebody typed is written, with evidence that holds no name', async () => {
  const write = (bytes: Uint8Array) =>
    writeText(space.tools, anna, space.seat.id, { path: '模型/a.py', bytes }, NO_ORIGIN)
  await write(Buffer.from('print("好")'))
  expect(space.files.get('模型/a.py')!.toString()).toBe('print("好")')
  for (const bytes of [Buffer.from([0xff]), Buffer.from('a\0b'), Buffer.alloc(1_048_577, 65)])
    await expect(write(bytes)).rejects.toMatchObject({ code: 'SEAT_FILE_TEXT' })
  await removeFile(space.tools, anna, space.seat.id, '模型/a.py', NO_ORIGIN)
  expect(space.files.size).toBe(0)
  const about = await space.core.evidence.leavesAbout([space.seat.id])
  expect(about.map(({ kind }) => kind).filter((kind) => kind.startsWith('seat.file'))).toEqual([
    'seat.file_written',
    'seat.file_removed',
  ])
})

describe('the first rows of a CSV', () => {
  test('as written, whatever is in the fields', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '名') })
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), fc.nat(8), (all, end, most) => {
        const text = all.map((row) => row.map(quoted).join(',')).join(end)
        expect(firstRows(text, ',', most).rows).toEqual(all.slice(0, most))
        expect(firstRows(text, ',', most).more).toBe(all.length > most)
      }),
    )
  })

  test('and of anything else, without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(5), (text, most) => {
        expect(firstRows(text, separatorOf(text), most).rows.length).toBeLessThanOrEqual(most)
      }),
    )
  })
})
