import type { Cell, CellLanguage, CellOutput, CellView, NotebookView } from '../../api/types.ts'

/** What was last saved, by us or by a colleague: what is ours alone is found by comparing with it. */
export interface Saved {
  readonly version: number
  readonly name: string
  readonly cells: readonly Cell[]
}

export interface Book {
  readonly name: string
  readonly cells: readonly CellView[]
  readonly saved: Saved
  /** How often something was written here: outputs that come in are none of it. */
  readonly edits: number
  /** Deleted cells with their places, the last one last: what “undo” brings back. */
  readonly removed: readonly { readonly cell: CellView; readonly place: number }[]
}

export type Change =
  | { readonly do: 'open'; readonly view: NotebookView }
  | { readonly do: 'edit'; readonly id: string; readonly source: string }
  | { readonly do: 'add'; readonly cell: Cell; readonly place: number }
  | { readonly do: 'move'; readonly id: string; readonly by: -1 | 1 }
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'undo' }
  | { readonly do: 'convert'; readonly id: string; readonly language: CellLanguage }
  | { readonly do: 'replace'; readonly cells: readonly Cell[] }
  | { readonly do: 'rename'; readonly name: string }
  | { readonly do: 'saved'; readonly saved: Saved }
  /** A colleague's version was taken in: their cells, or both put together. */
  | {
      readonly do: 'taken'
      readonly view: NotebookView
      readonly cells: readonly Cell[]
      readonly name: string
    }
  | { readonly do: 'told'; readonly cell: CellView }
  | { readonly do: 'output'; readonly id: string; readonly output: CellOutput }

export const plainCell = ({ id, language, source }: Cell): Cell => ({ id, language, source })

export const newCell = (id: string, language: CellLanguage, source = ''): Cell => ({ id, language, source })

const fresh = (cell: Cell): CellView => ({
  ...cell,
  state: 'idle',
  outputs: [],
  cut: false,
  place: null,
  count: null,
  elapsedMs: null,
  ranBy: null,
  ranAt: null,
  problem: null,
})

export const openBook = (view: NotebookView): Book => ({
  name: view.name,
  cells: view.cells,
  saved: { version: view.version, name: view.name, cells: view.cells.map(plainCell) },
  edits: 0,
  removed: [],
})

export function sameCells(a: readonly Cell[], b: readonly Cell[]): boolean {
  return (
    a.length === b.length &&
    a.every((cell, place) => {
      const other = b[place]!
      return cell.id === other.id && cell.language === other.language && cell.source === other.source
    })
  )
}

export const isDirty = ({ name, cells, saved }: Book): boolean =>
  name !== saved.name || !sameCells(cells, saved.cells)

/** What the server tells, beside what is written. */
const TOLD: ReadonlySet<Change['do']> = new Set(['told', 'output', 'saved'])

export function changeBook(book: Book, change: Change): Book {
  const next = changed(book, change)
  return next === book || TOLD.has(change.do) ? next : { ...next, edits: book.edits + 1 }
}

function changed(book: Book, change: Change): Book {
  switch (change.do) {
    case 'open':
      return openBook(change.view)
    case 'edit':
      return onCell(book, change.id, (cell) => ({ ...cell, source: change.source }))
    case 'add':
      return { ...book, cells: book.cells.toSpliced(change.place, 0, fresh(change.cell)) }
    case 'move': {
      const from = book.cells.findIndex(({ id }) => id === change.id)
      const to = from + change.by
      if (from < 0 || to < 0 || to >= book.cells.length) return book
      return { ...book, cells: book.cells.toSpliced(from, 1).toSpliced(to, 0, book.cells[from]!) }
    }
    case 'remove': {
      const place = book.cells.findIndex(({ id }) => id === change.id)
      if (place < 0) return book
      return {
        ...book,
        cells: book.cells.toSpliced(place, 1),
        removed: [...book.removed, { cell: book.cells[place]!, place }],
      }
    }
    case 'undo': {
      const last = book.removed.at(-1)
      if (!last) return book
      return {
        ...book,
        cells: book.cells.toSpliced(last.place, 0, last.cell),
        removed: book.removed.slice(0, -1),
      }
    }
    case 'convert':
      return onCell(book, change.id, (cell) => ({ ...fresh(cell), language: change.language }))
    case 'replace':
      return { ...book, cells: withState(change.cells, book.cells) }
    case 'rename':
      return { ...book, name: change.name }
    case 'saved':
      return { ...book, saved: change.saved }
    case 'taken':
      return {
        ...book,
        name: change.name,
        cells: withState(change.cells, [...book.cells, ...change.view.cells]),
        saved: openBook(change.view).saved,
      }
    case 'told':
      // What is being written here stays: the server tells how it went, not what it says.
      return onCell(book, change.cell.id, ({ id, language, source }) => ({
        ...change.cell,
        id,
        language,
        source,
      }))
    case 'output':
      return onCell(book, change.id, (cell) => ({
        ...cell,
        outputs: withOutput(cell.outputs, change.output),
      }))
  }
}

/** Cells with how they went where that is known; the last one known counts. */
function withState(cells: readonly Cell[], known: readonly CellView[]): CellView[] {
  const byId = new Map(known.map((cell) => [cell.id, cell]))
  return cells.map((cell) => ({ ...(byId.get(cell.id) ?? fresh(cell)), ...plainCell(cell) }))
}

const onCell = (book: Book, id: string, change: (cell: CellView) => CellView): Book => ({
  ...book,
  cells: book.cells.map((cell) => (cell.id === id ? change(cell) : cell)),
})

/** Text of one stream comes in pieces, and is shown as one. */
export function withOutput(outputs: readonly CellOutput[], next: CellOutput): CellOutput[] {
  const last = outputs.at(-1)
  if (next.kind === 'text' && last?.kind === 'text' && last.stream === next.stream)
    return [...outputs.slice(0, -1), { ...last, text: last.text + next.text }]
  return [...outputs, next]
}

export const isBusy = ({ state }: Pick<CellView, 'state'>): boolean =>
  state === 'waiting' || state === 'running'
