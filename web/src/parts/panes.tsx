import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

const KEY = 'xinyu.panes'
const LEAST = 180
const MOST = 900

/** One width, remembered in this browser. */
function useWidth(name: string, start: number): [number, (width: number) => void] {
  const [width, setWidth] = useState(() => Number(localStorage.getItem(`${KEY}.${name}`)) || start)
  const set = (next: number) => {
    const held = Math.min(MOST, Math.max(LEAST, Math.round(next)))
    localStorage.setItem(`${KEY}.${name}`, String(held))
    setWidth(held)
  }
  return [width, set]
}

interface PanesProps {
  readonly name: string
  /** Width of the left pane where the reader has not chosen one. */
  readonly start?: number
  readonly left: ReactNode
  readonly middle: ReactNode
  /** Two panes where left out. */
  readonly right?: ReactNode
}

/** The workbench: panes over the full height, moved by pointer or arrow keys; stacked on a small screen. */
export function Panes({ name, start = 236, left, middle, right }: PanesProps) {
  const { t } = useTranslation()
  const [first, setFirst] = useWidth(`${name}.left`, start)
  const [last, setLast] = useWidth(`${name}.right`, 470)
  return (
    <div
      className={`panes ${right === undefined ? 'two' : ''}`}
      style={{ '--left': `${first}px`, '--right': `${last}px` } as React.CSSProperties}
    >
      <section className="pane pane-left">{left}</section>
      <Splitter label={t('workbench.resizeTree')} value={first} onMove={(by) => setFirst(first + by)} />
      <section className="pane pane-middle">{middle}</section>
      {right !== undefined && (
        <>
          <Splitter
            label={t('workbench.resizeResult')}
            value={last}
            onMove={(by) => setLast(last - by)}
            className="split-right"
          />
          <section className="pane pane-right">{right}</section>
        </>
      )}
    </div>
  )
}

interface SplitterProps {
  readonly label: string
  readonly value: number
  readonly onMove: (by: number) => void
  readonly className?: string
}

function Splitter({ label, value, onMove, className = '' }: SplitterProps) {
  const [from, setFrom] = useState<number | null>(null)
  const move = (event: PointerEvent) => {
    if (from === null) return
    onMove(event.clientX - from)
    setFrom(event.clientX)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') onMove(-20)
    if (event.key === 'ArrowRight') onMove(20)
  }
  return (
    <div
      className={`splitter ${className}`}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      onKeyDown={key}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setFrom(event.clientX)
      }}
      onPointerMove={move}
      onPointerUp={() => setFrom(null)}
    />
  )
}
