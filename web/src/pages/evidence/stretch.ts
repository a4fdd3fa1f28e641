import { type KeyboardEvent, useState } from 'react'
import { date, day } from '../../lib/format.ts'

const DAY = 86_400_000

/** The beginning of a bar: the day where bars are days or more, else with the time. */
export const momentOf = (at: number, step: number): string => (step >= DAY ? day(at) : date(at))

/** A stretch of bars that is being chosen, by pointer (press, draw, release) or by keys (arrows, Shift, Enter). */
export function useStretch(count: number) {
  const [focused, setFocused] = useState(count - 1)
  const [anchor, setAnchor] = useState<number | null>(null)
  const [drawing, setDrawing] = useState(false)
  const range = (place: number): readonly [number, number] => [
    Math.min(anchor ?? place, place),
    Math.max(anchor ?? place, place),
  ]
  return {
    focused,
    covers: (place: number) => anchor !== null && place >= range(focused)[0] && place <= range(focused)[1],
    begin: (place: number) => {
      setAnchor(place)
      setFocused(place)
      setDrawing(true)
    },
    extend: (place: number) => {
      if (drawing) setFocused(place)
    },
    end: (place: number) => {
      if (!drawing) return null
      setDrawing(false)
      setAnchor(null)
      return range(place)
    },
    /** The pointer has left: nothing is chosen. */
    drop: () => {
      if (!drawing) return
      setDrawing(false)
      setAnchor(null)
    },
    taken: (place: number) => range(place),
    /** Answers the bar that should have the focus now, or null where the key is none of ours. */
    press: (event: KeyboardEvent): number | null => {
      const by = { ArrowLeft: -1, ArrowRight: 1, Home: -count, End: count }[event.key]
      if (by === undefined) return null
      event.preventDefault()
      const next = Math.min(count - 1, Math.max(0, focused + by))
      setAnchor(event.shiftKey ? (anchor ?? focused) : null)
      setFocused(next)
      return next
    },
  }
}
