import { type KeyboardEvent, useRef } from 'react'
import type { CellView } from '../../api/types.ts'
import type { Desk } from './use-desk.ts'
import type { OpenBook } from './use-book.ts'

/** Two presses of the same key within this time are one command. */
const TWICE_MS = 700

interface Commands {
  readonly open: OpenBook
  readonly desk: Desk
  readonly onRestart: () => void
  readonly onHelp: () => void
}

/** Keys while no cell is being written in, as people know them from elsewhere. */
export function useCommands({ open, desk, onRestart, onHelp }: Commands) {
  const before = useRef({ key: '', at: 0 })
  return (event: KeyboardEvent<HTMLElement>) => {
    if (isWriting(event.target as HTMLElement)) return
    const { cells } = open.book
    const place = cells.findIndex(({ id }) => id === desk.selected)
    const cell = cells[place]
    const twice = before.current.key === event.key && event.timeStamp - before.current.at < TWICE_MS
    before.current = { key: twice ? '' : event.key, at: event.timeStamp }
    if (event.key === 'Enter' && cell) {
      event.preventDefault()
      if (event.shiftKey) return desk.does.run(cell.id, 'next')
      if (event.ctrlKey || event.metaKey) return desk.does.run(cell.id, 'stay')
      if (event.altKey) return desk.does.run(cell.id, 'below')
      return desk.choose(cell.id, true)
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key.toLowerCase() !== 's' || event.altKey) return
      event.preventDefault()
      return void open.save()
    }
    const act = COMMANDS[event.key]
    if (act) {
      event.preventDefault()
      return act({ desk, cells, place, cell })
    }
    if (event.key === '?') return onHelp()
    if (!twice) return
    if (event.key === 'd' && cell) desk.does.remove(cell.id)
    if (event.key === 'i') desk.does.interrupt()
    if (event.key === '0') onRestart()
  }
}

interface At {
  readonly desk: Desk
  readonly cells: readonly CellView[]
  readonly place: number
  readonly cell: CellView | undefined
}

const go =
  (by: -1 | 1) =>
  ({ desk, cells, place }: At) => {
    const next = cells[place + by]
    if (!next) return
    desk.choose(next.id, false)
    document.querySelector(`[data-cell="${next.id}"]`)?.scrollIntoView({ block: 'nearest' })
  }
const speak =
  (language: 'python' | 'sql' | 'markdown') =>
  ({ desk, cell }: At) => {
    if (cell) desk.does.convert(cell.id, language)
  }

const COMMANDS: Readonly<Record<string, (at: At) => void>> = {
  ArrowUp: go(-1),
  ArrowDown: go(1),
  k: go(-1),
  j: go(1),
  a: ({ desk, place }) => desk.add(Math.max(0, place), 'python'),
  b: ({ desk, place }) => desk.add(place + 1, 'python'),
  y: speak('python'),
  q: speak('sql'),
  m: speak('markdown'),
  K: ({ desk, cell }) => cell && desk.does.move(cell.id, -1),
  J: ({ desk, cell }) => cell && desk.does.move(cell.id, 1),
  z: ({ desk }) => desk.undo(),
}

const isWriting = (target: HTMLElement): boolean =>
  /^(?:INPUT|TEXTAREA|SELECT|BUTTON)$/.test(target.tagName) ||
  target.isContentEditable ||
  target.closest('[role="combobox"], [role="listbox"]') !== null
