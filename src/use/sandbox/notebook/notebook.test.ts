import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { NO_ORIGIN } from '../../run/index.ts'
import type { Cell, NotebookBrief } from '../model.ts'
import { done, text, workSpace, type WorkSpace } from '../work/work.fixture.ts'
import {
  createNotebook,
  listNotebooks,
  notebookMigrations,
  recoverCells,
  removeNotebook,
  restoreNotebook,
  saveNotebook,
  starterCells,
} from './index.ts'
import { listVersions, notebookRow, notebookView, versionOf } from './store.ts'

let space: WorkSpace
let anna: UserActor
let bo: UserActor
const PAGE = { offset: 0, limit: 200 }
const cell = (id: string, source: string, language: Cell['language'] = 'python'): Cell => ({
  id,
  language,
  source,
})

beforeAll(async () => {
  space = await workSpace()
  ;[anna, bo] = space.users
})
afterAll(() => space?.stop())
beforeEach(() => {
  space.refusal = null
  space.most = 5_000
  space.told.length = 0
  space.steps.length = 0
})

const create = (cells: Cell[]) =>
  createNotebook(space.core, anna, space.seat, { name: 'N', cells, from: 'new' })
const at = (book: NotebookBrief, cellId = 'a') => ({ seatId: space.seat.id, notebookId: book.id, cellId })
const look = async (book: NotebookBrief) =>
  (
    await notebookView(
      space.core.db,
      await notebookRow(space.core.db, space.seat.id, book.id),
      space.notebooks.live(space.seat.id, book.id),
    )
  ).cells
async function run(book: NotebookBrief, cellId = 'a', actor = anna) {
  const running = await space.notebooks.run(actor, at(book, cellId), NO_ORIGIN)
  await running.over
  return running.now()
}

describe('saving', () => {
  test('of two who save on top of the same version one is told of the other', async () => {
    const book = await create([cell('a', '1')])
    const value = (source: string) => ({ version: 1, name: 'N', cells: [cell('a', source)] })
    const both = await Promise.allSettled([
      saveNotebook(space.core, anna, space.seat, book.id, value('2')),
      saveNotebook(space.core, bo, space.seat, book.id, value('3')),
    ])
    const kept = both.find((one) => one.status === 'fulfilled')!.value
    expect(kept.version).toBe(2)
    expect(both.find((one) => one.status === 'rejected')!.reason).toMatchObject({
      code: 'NOTEBOOK_CHANGED',
      detail: { version: 2, changedBy: kept.changedBy },
    })
    const later = { ...value('4'), version: 2 }
    expect((await saveNotebook(space.core, bo, space.seat, book.id, later)).version).toBe(3)
    // An editor that saves by the clock makes no versions of nothing.
    expect((await saveNotebook(space.core, bo, space.seat, book.id, { ...later, version: 3 })).version).toBe(
      3,
    )
    expect((await listVersions(space.core.db, book.id, PAGE)).items.map(({ version }) => version)).toEqual([
      3, 2, 1,
    ])
    const about = await space.core.evidence.leavesAbout([book.id])
    expect(about.map(({ kind }) => kind)).toEqual(['notebook.made', 'notebook.saved', 'notebook.saved'])
  })

  test('an old version becomes the newest again; what is removed is gone', async () => {
    const book = await create([cell('a', 'first')])
    await saveNotebook(space.core, anna, space.seat, book.id, { version: 1, name: 'M', cells: [] })
    const restored = await restoreNotebook(space.core, bo, space.seat, book.id, 1)
    expect(restored).toMatchObject({ version: 3, name: 'N', cells: 1, changedBy: bo.userId })
    expect(await versionOf(space.core.db, book.id, 2)).toMatchObject({ name: 'M', cells: [] })
    await expect(restoreNotebook(space.core, bo, space.seat, book.id, 9)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await removeNotebook(space.core, bo, space.seat, book.id)
    await expect(run(book)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await listNotebooks(space.core.db, space.seat.id, PAGE)).items).not.toContainEqual(
      expect.objectContaining({ id: book.id }),
    )
  })

  test('text that a database cannot keep is kept as it may be; ids are of one cell each', async () => {
    const book = await create([cell('a', 'a\0b\uD800')])
    expect((await look(book))[0]!.source).toBe('a\uFFFDb\uFFFD')
    await expect(create([cell('a', '1'), cell('a', '2')])).rejects.toMatchObject({ code: 'NOTEBOOK_CELLS' })
  })

  test('the history is bounded', { timeout: 60_000 }, async () => {
    const book = await create([cell('a', '0')])
    const big = 'x'.repeat(190_000)
    for (let version = 1; version <= 105; version += 1) {
      const cells = [cell('a', `${version}`), ...(version > 100 ? [cell('b', big)] : [])]
      await saveNotebook(space.core, anna, space.seat, book.id, { version, name: 'N', cells })
    }
    const { total } = await listVersions(space.core.db, book.id, PAGE)
    expect(total).toBe(100)
    expect(notebookMigrations.room).toBe('use/sandbox/notebook')
  })
})

describe('running', () => {
  test('a cell is a step, its tables too; its outputs are kept, counted, recorded and told to all', async () => {
    const book = await create([cell('a', 'xinyu.table("setl_d")')])
    space.play = async function* () {
      yield text('hello\n')
      yield { kind: 'table', columns: [{ name: 'n', type: 'integer' }], rows: [[1], [2]], total: 2 }
      yield done('ok', ['setl_d', 'setl_d', '自带', 'somebody-else', '310101199001011230'])
    }
    const seen = await run(book)
    expect(seen).toMatchObject({ state: 'ok', count: 1, ranBy: anna.userId, cut: false, problem: null })
    expect(seen.outputs).toHaveLength(2)
    expect(await look(book)).toEqual([{ ...seen, place: null }])
    // The kernel's word about tables is believed only where the seat has them; names of the team's own stay out.
    expect(space.steps.map(({ kind, subject }) => [kind, subject.table])).toEqual([
      ['seat.cell', undefined],
      ['seat.table', 'setl_d'],
      ['seat.table', undefined],
    ])
    expect(space.steps[0]!.subject.code).toMatch(/^[0-9a-f]{64}$/)
    const told = space.told.map(({ event, data }) => [
      event,
      (data as { cell?: { state: string } }).cell?.state,
    ])
    expect(told.filter(([event]) => event === 'output')).toHaveLength(2)
    expect(told.findLast(([event]) => event === 'cell')).toEqual(['cell', 'ok'])
    const recorded = await space.tools.recording.look(anna, space.seat.id, { from: 0, limit: 200 })
    const own = recorded.items.filter(({ notebookId }) => notebookId === book.id)
    expect(own.map(({ kind, text }) => [kind, text])).toEqual([
      ['cell', 'xinyu.table("setl_d")'],
      ['table', 'setl_d'],
      ['table', '自带'],
      ['output', 'ok'],
    ])
    expect(own.at(-1)!.outputs).toEqual(seen.outputs)
    expect(own.every(({ leaf }) => leaf !== null)).toBe(true)
  })

  test('one after the other in the order asked, and a failure stops those asked with it', async () => {
    const book = await create(['a', 'b', 'c', 'd'].map((id) => cell(id, id)))
    const order: string[] = []
    let free = true
    space.play = async function* (work) {
      // As the real kernel: nothing begins before what came first was read to its end.
      expect(free).toBe(true)
      free = false
      order.push(work.code)
      await sleep(5)
      yield done(work.code === 'b' ? 'error' : 'ok')
      free = true
    }
    const all = await space.notebooks.runAll(anna, at(book), NO_ORIGIN)
    expect(all.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting', 'waiting'])
    await expect(run(book, 'c', bo)).rejects.toMatchObject({ code: 'CELL_BUSY' })
    await space.notebooks.settled()
    expect(order).toEqual(['a', 'b'])
    expect((await look(book)).map(({ state }) => state)).toEqual(['ok', 'error', 'idle', 'idle'])
    await space.notebooks.runAll(bo, { ...at(book), from: 'c' }, NO_ORIGIN)
    await space.notebooks.settled()
    expect(order).toEqual(['a', 'b', 'c', 'd'])
  })

  test('an interrupt stops the cell that runs and those that wait, of this notebook alone', async () => {
    const book = await create(['a', 'b'].map((id) => cell(id, id)))
    const other = await create([cell('a', 'other')])
    const began = Promise.withResolvers<void>()
    space.play = async function* (work, stop) {
      if (work.code === 'a') {
        began.resolve()
        await stop
        yield done('interrupted')
      } else yield done()
    }
    await space.notebooks.runAll(anna, at(book), NO_ORIGIN)
    const third = await space.notebooks.run(bo, at(other), NO_ORIGIN)
    await began.promise
    expect((await look(book)).map(({ state }) => state)).toEqual(['running', 'waiting'])
    expect(await space.notebooks.interrupt(bo, at(book), NO_ORIGIN)).toBe(2)
    await third.over
    expect((await look(book)).map(({ state }) => state)).toEqual(['interrupted', 'idle'])
    expect((await look(other)).map(({ state }) => state)).toEqual(['ok'])
    expect(await space.notebooks.interrupt(bo, at(book), NO_ORIGIN)).toBe(0)
  })

  test('the cap is one for all members and cells; what is held back is said and told to the watch', async () => {
    const book = await create([cell('a', 'print'), cell('b', 'table')])
    space.most = (await space.tools.views.viewed([space.seat.projectId])).get(space.seat.projectId)! + 5
    const capped: unknown[] = []
    space.core.events.on('seat.capped', (event) => void capped.push(event))
    space.play = async function* (work) {
      if (work.code === 'print') for (let line = 0; line < 3; line += 1) yield text(`${line}\n`)
      else
        yield {
          kind: 'table',
          columns: [{ name: 'n', type: 'integer' }],
          rows: Array.from({ length: 50 }, (_, row) => [row]),
          total: 50,
        }
      yield done()
    }
    expect(await run(book)).toMatchObject({ state: 'ok', cut: false })
    const second = await run(book, 'b', bo)
    expect(second).toMatchObject({ state: 'ok', cut: true, problem: { code: 'VIEW_CAPPED' } })
    expect(second.outputs).toMatchObject([{ kind: 'table', rows: [[0], [1]], total: 50 }])
    expect(await run(book)).toMatchObject({ outputs: [], cut: true, problem: { code: 'VIEW_CAPPED' } })
    expect(capped).toHaveLength(2)
    expect(capped[0]).toMatchObject({ seatId: space.seat.id, userId: bo.userId })
  })

  test('without a grant, and without a place, a cell is refused and says why', async () => {
    const book = await create([cell('a', 'x'), cell('m', '# text', 'markdown')])
    space.refusal = new XinyuError('GRANT_VOID')
    expect(await run(book)).toMatchObject({ state: 'refused', problem: { code: 'GRANT_VOID' }, outputs: [] })
    expect((await look(book))[0]).toMatchObject({ state: 'refused', problem: { code: 'GRANT_VOID' } })
    await expect(run(book, 'm')).rejects.toMatchObject({ code: 'CELL_NOT_CODE' })
    await expect(run(book, 'z')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const stranger: UserActor = { ...anna, participantId: bo.userId }
    await expect(run(book, 'a', stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('a kernel that ends without a word is dead, and a server that was killed leaves no cell running', async () => {
    const book = await create([cell('a', 'x')])
    space.play = async function* () {
      yield text('half\n')
    }
    expect(await run(book)).toMatchObject({ state: 'died', problem: { code: 'CELL_DIED' } })
    space.play = async function* () {
      yield await Promise.reject(new Error('the pipe broke'))
    }
    // Another interpreter counts from one.
    expect(await run(book)).toMatchObject({ state: 'died', problem: { code: 'CELL_DIED' }, count: 1 })
    await space.core.db
      .updateTable('seat_cell')
      .set({ state: 'running' })
      .where('notebook_id', '=', book.id)
      .execute()
    expect(await recoverCells(space.tools)).toBe(1)
    expect(await look(book)).toMatchObject([{ state: 'died', problem: { code: 'CELL_LOST' } }])
    expect(await recoverCells(space.tools)).toBe(0)
  })

  test('a seat that is taken away ends its cell at once, and shows nothing more', async () => {
    const book = await create([cell('a', 'x'), cell('b', 'y')])
    const began = Promise.withResolvers<void>()
    space.play = async function* () {
      yield text('before\n')
      began.resolve()
      await new Promise(() => {})
      yield text('after\n')
    }
    await space.notebooks.runAll(anna, at(book), NO_ORIGIN)
    await began.promise
    space.seat.stop.abort('blocked')
    await space.notebooks.settled()
    expect(await look(book)).toMatchObject([
      {
        state: 'died',
        problem: { code: 'CELL_LOST', en: expect.stringContaining('blocked') },
        outputs: [{ text: 'before\n' }],
      },
      { state: 'idle' },
    ])
  })
})

test('the starter notebook opens the first table and tells the way out in both languages', () => {
  const columns = [
    { name: 'gend', type: 'text', titleZh: '性别', titleEn: 'Sex' },
    { name: 'medfee_sumamt', type: 'fen', titleZh: '费用', titleEn: 'Fee' },
  ]
  const table = {
    name: 'setl_d',
    titleZh: '结算',
    titleEn: 'Settlements',
    rows: 9,
    origin: 'project' as const,
    columns,
  }
  const cells = starterCells([table], 5_000)
  expect(cells.map(({ language }) => language)).toEqual([
    'markdown',
    'python',
    'markdown',
    'python',
    'sql',
    'sql',
    'python',
    'markdown',
  ])
  const all = cells.map(({ source }) => source).join('\n')
  for (const word of ['xinyu.table("setl_d")', 'medfee_sumamt', '出域审核', 'airlock', '5,000'])
    expect(all).toContain(word)
  expect(starterCells([], 10)).toHaveLength(3)
})
