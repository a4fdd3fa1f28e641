import type { ReactNode } from 'react'

interface MarkedProps {
  readonly text: string
  /** From–to in characters, in order, not overlapping. */
  readonly marks: readonly (readonly [number, number])[]
}

/** A text in which the words that were looked for are marked. */
export function Marked({ text, marks }: MarkedProps) {
  const parts: ReactNode[] = []
  let at = 0
  for (const [from, to] of marks) {
    if (from > at) parts.push(text.slice(at, from))
    parts.push(<mark key={from}>{text.slice(from, to)}</mark>)
    at = to
  }
  parts.push(text.slice(at))
  return <>{parts}</>
}
