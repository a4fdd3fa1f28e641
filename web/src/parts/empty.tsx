import type { ReactNode } from 'react'

interface EmptyProps {
  /** What is not here yet. */
  readonly title: string
  /** What to do first. */
  readonly hint?: string
  readonly action?: ReactNode
}

export function Empty({ title, hint, action }: EmptyProps) {
  return (
    <div className="empty">
      <span className="glyph" aria-hidden="true">
        ◇
      </span>
      <b>{title}</b>
      {hint && <p>{hint}</p>}
      {action}
    </div>
  )
}

/** Grey bones in the place of text that is on its way. */
export function Bones({ lines = 3 }: { readonly lines?: number }) {
  return (
    <div className="stack tight" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="bone" style={{ width: `${92 - ((line * 23) % 50)}%` }} />
      ))}
    </div>
  )
}
