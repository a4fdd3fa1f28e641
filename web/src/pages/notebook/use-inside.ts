import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { enterSeat, leaveSeat } from '../../api/seats.ts'
import type { CellOutput, CellView, NotebookBrief, SeatView } from '../../api/types.ts'
import { useEvents } from '../../lib/use-events.ts'

/** What a seat tells while somebody is in it. */
export interface Listener {
  readonly cell: (data: { notebookId: string; cell: CellView }) => void
  readonly output: (data: { notebookId: string; cellId: string; output: CellOutput }) => void
  readonly notebook: (data: NotebookBrief) => void
}

/** Being in a seat: entered when the page opens, left when it goes, and told of everything in between. */
export function useInside(seat: SeatView) {
  const client = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const [tries, setTries] = useState(0)
  const listener = useRef<Listener | null>(null)
  const { id, state } = seat
  // A sleeping seat is woken by a click, not by looking at it.
  const open = state === 'live'
  useEffect(() => {
    if (!open) return
    let here = true
    enterSeat(id).then(
      () => here && setError(null),
      (problem: unknown) => here && setError(problem),
    )
    const leave = () => leaveSeat(id)
    addEventListener('pagehide', leave)
    return () => {
      here = false
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [id, open, tries])
  // Only while it is at work: a stream that was refused once is not asked for again by the browser.
  useEvents(open ? `/seats/${id}/events` : null, {
    seat: (data) => client.setQueryData(['seat', id], data),
    presence: (data) =>
      client.setQueryData<SeatView>(
        ['seat', id],
        (now) => now && { ...now, present: (data as { present: string[] }).present },
      ),
    cell: (data) => listener.current?.cell(data as never),
    output: (data) => listener.current?.output(data as never),
    notebook: (data) => {
      void client.invalidateQueries({ queryKey: ['notebooks', id] })
      listener.current?.notebook(data as never)
    },
    job: () => void client.invalidateQueries({ queryKey: ['seat-jobs', id] }),
  })
  const listen = useCallback((next: Listener | null) => {
    listener.current = next
  }, [])
  return { error, retry: () => setTries((count) => count + 1), listen }
}
