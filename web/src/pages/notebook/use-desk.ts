import { useMemo, useRef, useState } from 'react'
import { completeIn } from '../../api/seats.ts'
import type { CellLanguage, CellView } from '../../api/types.ts'
import type { CellEditorHandle } from '../../parts/code/cell-editor.ts'
import type { CellDoes } from './cell.tsx'
import { newCell } from './cells.ts'
import type { OpenBook } from './use-book.ts'

/** Names of new cells, made where they are written. */
const freshId = (): string => `c${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`

/** The same thing as each language says it, and as a cell of its own. */
export interface Pieces {
  readonly python: string
  readonly sql: string
  readonly alone: string
}

export interface Desk {
  readonly selected: string | null
  readonly writing: boolean
  readonly does: CellDoes
  readonly add: (place: number, language: CellLanguage, source?: string) => void
  /** Writes at the cursor of the selected cell, or into a new one. */
  readonly insert: (pieces: Pieces) => void
  readonly choose: (id: string, writing: boolean) => void
  readonly undo: () => void
}

/** Which cell is at hand, and what the keys and buttons do with it. */
export function useDesk(seatId: string, open: OpenBook): Desk {
  const [selected, setSelected] = useState<string | null>(open.book.cells[0]?.id ?? null)
  const [writing, setWriting] = useState(false)
  const latest = useRef({ open, selected })
  latest.current = { open, selected }
  const handles = useRef(new Map<string, CellEditorHandle>())
  /** A cell that gets the cursor once its editor is there. */
  const wanted = useRef<{ readonly id: string; readonly atEnd?: boolean } | null>(null)

  const { change } = open
  // Made once: whatever changes is read when it is needed.
  const acts = useMemo(() => {
    const cells = (): readonly CellView[] => latest.current.open.book.cells
    const placeOf = (id: string | null) => cells().findIndex((cell) => cell.id === id)
    const choose = (id: string, write: boolean, atEnd?: boolean) => {
      setSelected(id)
      setWriting(write)
      const handle = handles.current.get(id)
      if (!write) return
      if (handle) handle.focus(atEnd)
      else wanted.current = atEnd === undefined ? { id } : { id, atEnd }
    }
    const add = (place: number, language: CellLanguage, source = '') => {
      const id = freshId()
      change({ do: 'add', cell: newCell(id, language, source), place })
      choose(id, true, true)
    }
    const onward = (id: string, then: 'stay' | 'next' | 'below') => {
      const place = placeOf(id)
      const cell = cells()[place]
      if (!cell) return
      if (then === 'stay') return cell.language === 'markdown' ? choose(id, false) : undefined
      const next = cells()[place + 1]
      if (then === 'below' || !next) return add(place + 1, cell.language === 'sql' ? 'sql' : 'python')
      choose(next.id, next.language !== 'markdown', false)
    }
    const does: CellDoes = {
      edit: (id, source) => change({ do: 'edit', id, source }),
      select: (id, write) => {
        setSelected(id)
        setWriting((now) => (write ? true : id === latest.current.selected ? now : false))
        if (write && !handles.current.has(id)) wanted.current = { id }
      },
      run: (id, then) => {
        const cell = cells()[placeOf(id)]
        if (cell) void latest.current.open.run(cell)
        onward(id, then)
      },
      leave: (id, by) => {
        const next = cells()[placeOf(id) + by]
        if (next) choose(next.id, next.language !== 'markdown', by < 0)
      },
      escape: (id) => {
        setWriting(false)
        document.querySelector<HTMLElement>(`[data-cell="${id}"]`)?.closest<HTMLElement>('.cells')?.focus()
      },
      save: () => void latest.current.open.save(),
      convert: (id, language) => change({ do: 'convert', id, language }),
      move: (id, by) => change({ do: 'move', id, by }),
      remove: (id) => {
        const place = placeOf(id)
        const next = cells()[place + 1] ?? cells()[place - 1]
        change({ do: 'remove', id })
        setSelected(next?.id ?? null)
        setWriting(false)
      },
      interrupt: () => void latest.current.open.stop(),
      complete: (text, at) => completeIn(seatId, text, at),
      handle: (id, handle) => {
        if (!handle) return void handles.current.delete(id)
        handles.current.set(id, handle)
        if (wanted.current?.id !== id) return
        handle.focus(wanted.current.atEnd)
        wanted.current = null
      },
    }
    return {
      does,
      add,
      choose: (id: string, write: boolean) => choose(id, write),
      undo: () => change({ do: 'undo' }),
      insert(pieces: Pieces) {
        const id = latest.current.selected
        const cell = cells()[placeOf(id)]
        const handle = id === null ? undefined : handles.current.get(id)
        if (cell && handle && (cell.language === 'python' || cell.language === 'sql'))
          handle.insert(pieces[cell.language])
        else add(cell ? placeOf(cell.id) + 1 : cells().length, 'python', pieces.alone)
      },
    }
  }, [seatId, change])
  return { ...acts, selected, writing }
}
