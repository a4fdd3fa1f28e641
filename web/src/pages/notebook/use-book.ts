import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { ApiError } from '../../api/error.ts'
import { interrupt, readNotebook, runAll, runCell, saveNotebook } from '../../api/notebooks.ts'
import type { CellOutput, CellView, NotebookBrief, NotebookView } from '../../api/types.ts'
import { type Book, changeBook, isBusy, isDirty, openBook, plainCell } from './cells.ts'
import { type Merged, mergeCells } from './merge.ts'

/** So long the typing rests before it is saved. */
const REST_MS = 900
const RETRY_MS = 8000
/** Events may be lost on the way: while something runs, its state is read as well. */
const ASK_MS = 5000

export type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'clash'

export interface Clash {
  readonly theirs: NotebookView
  readonly merged: Merged
}

/** The notebook that is open: what is written here, what is saved, and what a colleague does meanwhile. */
export function useBook(seatId: string, view: NotebookView) {
  const [book, change] = useReducer(changeBook, view, openBook)
  const [saving, setSaving] = useState<Saving>('saved')
  const [error, setError] = useState<unknown>(null)
  const [clash, setClash] = useState<Clash | null>(null)
  const [merges, setMerges] = useState(0)
  const latest = useRef<Book>(book)
  latest.current = book
  const going = useRef<Promise<boolean> | null>(null)
  const dirty = isDirty(book)

  /** Takes in a colleague's version; false where both changed the same cell, which a person has to decide. */
  const takeIn = useCallback((theirs: NotebookView): boolean => {
    const { saved, cells, name } = latest.current
    const merged = mergeCells(saved.cells, cells.map(plainCell), theirs.cells.map(plainCell))
    if (merged.clashes.length > 0) {
      setClash({ theirs, merged })
      setSaving('clash')
      return false
    }
    const mine = isDirty(latest.current)
    const taken = {
      do: 'taken',
      view: theirs,
      cells: merged.cells,
      name: name === saved.name ? theirs.name : name,
    } as const
    latest.current = changeBook(latest.current, taken)
    change(taken)
    if (mine) setMerges((count) => count + 1)
    return true
  }, [])

  const saveOnce = useCallback(
    async (whole: boolean): Promise<boolean> => {
      for (let tries = 0; tries < 5; tries++) {
        if (!isDirty(latest.current)) {
          setSaving('saved')
          return true
        }
        const { name, cells, saved } = latest.current
        const sent = { version: saved.version, name: name.trim() || saved.name, cells: cells.map(plainCell) }
        setSaving('saving')
        try {
          const { version } = await saveNotebook(seatId, view.id, sent)
          const done = { do: 'saved', saved: { ...sent, name, version } } as const
          latest.current = changeBook(latest.current, done)
          change(done)
          setError(null)
          // What was written meanwhile is saved when the typing rests again.
          if (isDirty(latest.current)) {
            setSaving('waiting')
            if (!whole) return false
          }
        } catch (problem) {
          if (!(problem instanceof ApiError) || problem.code !== 'NOTEBOOK_CHANGED') {
            setError(problem)
            setSaving('failed')
            return false
          }
          if (!takeIn(await readNotebook(seatId, view.id))) return false
        }
      }
      return false
    },
    [seatId, view.id, takeIn],
  )

  /** Saves what is not saved yet, one at a time; `whole` goes on until nothing is left. True once everything is. */
  const save = useCallback(
    async (whole = false): Promise<boolean> => {
      while (going.current) await going.current
      going.current = saveOnce(whole).catch((problem: unknown) => {
        setError(problem)
        setSaving('failed')
        return false
      })
      try {
        return await going.current
      } finally {
        going.current = null
      }
    },
    [saveOnce],
  )

  useEffect(() => {
    if (!dirty || clash) return
    setSaving((now) => (now === 'saving' ? now : 'waiting'))
    const timer = setTimeout(() => void save(), REST_MS)
    return () => clearTimeout(timer)
  }, [dirty, clash, save, book.edits])
  // Nobody has to type again for what did not reach the server.
  useEffect(() => {
    if (saving !== 'failed' || !dirty) return
    const timer = setTimeout(() => void save(), RETRY_MS)
    return () => clearTimeout(timer)
  }, [saving, dirty, save])
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [dirty])
  // Leaving within the portal: what rests is saved at once.
  useEffect(
    () => () => {
      if (isDirty(latest.current)) void save()
    },
    [save],
  )

  const busy = book.cells.some(isBusy)
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(
      () =>
        void readNotebook(seatId, view.id).then(
          ({ cells }) => cells.forEach((cell) => change({ do: 'told', cell })),
          () => {},
        ),
      ASK_MS,
    )
    return () => clearInterval(timer)
  }, [busy, seatId, view.id])

  const begin = (cell: CellView) =>
    change({ do: 'told', cell: { ...cell, state: 'waiting', outputs: [], cut: false, problem: null } })

  /** What is shown is what runs: saved first. */
  const run = async (cell: CellView) => {
    if (cell.language === 'markdown' || isBusy(cell)) return
    begin(cell)
    if (!(await save(true))) return change({ do: 'told', cell })
    try {
      const told = await runCell(seatId, view.id, cell.id)
      if (!isBusy(told)) change({ do: 'told', cell: told })
    } catch (problem) {
      change({ do: 'told', cell: { ...cell, state: 'refused', problem: problemOf(problem) } })
    }
  }
  const all = async () => {
    setError(null)
    if (!(await save(true))) return
    try {
      await runAll(seatId, view.id)
      latest.current.cells
        .filter(({ language }) => language !== 'markdown')
        .forEach((cell) => !isBusy(cell) && begin(cell))
    } catch (problem) {
      setError(problem)
    }
  }

  return {
    book,
    change,
    dirty,
    busy,
    saving: dirty && saving === 'saved' ? ('waiting' as const) : saving,
    error,
    clash,
    merges,
    save,
    run,
    all,
    stop: () => interrupt(seatId, view.id).catch(setError),
    /** Ends a clash: `mine` puts my cells over theirs, `theirs` drops what I wrote in them. */
    settle(which: 'mine' | 'theirs') {
      if (!clash) return
      const { theirs, merged } = clash
      const lost = new Set(which === 'theirs' ? merged.clashes : [])
      const their = new Map(theirs.cells.map((cell) => [cell.id, plainCell(cell)]))
      const cells = merged.cells.flatMap((cell) => (lost.has(cell.id) ? (their.get(cell.id) ?? []) : [cell]))
      change({ do: 'taken', view: theirs, cells, name: latest.current.name })
      setClash(null)
      setSaving('waiting')
    },
    /** An event of the seat. */
    heard: {
      cell: ({ notebookId, cell }: { notebookId: string; cell: CellView }) => {
        if (notebookId === view.id) change({ do: 'told', cell })
      },
      output: ({
        notebookId,
        cellId,
        output,
      }: {
        notebookId: string
        cellId: string
        output: CellOutput
      }) => {
        if (notebookId === view.id) change({ do: 'output', id: cellId, output })
      },
      notebook: (brief: NotebookBrief) => {
        if (brief.id !== view.id || going.current || brief.version <= latest.current.saved.version) return
        if (isDirty(latest.current)) void save()
        else void readNotebook(seatId, view.id).then(takeIn, setError)
      },
    },
  }
}

export type OpenBook = ReturnType<typeof useBook>

const problemOf = (problem: unknown): CellView['problem'] =>
  problem instanceof ApiError
    ? { code: problem.code, zh: problem.text.zh, en: problem.text.en, detail: problem.detail }
    : null
