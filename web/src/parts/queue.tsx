import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from './empty.tsx'
import { Card } from './page.tsx'

interface QueueProps<T> {
  readonly items: readonly T[]
  readonly itemKey: (item: T) => string
  /** One line for the list at the side. */
  readonly line: (item: T) => ReactNode
  /** The whole of it, with what to decide. */
  readonly body: (item: T) => ReactNode
  /** Keys for the decisions on the item that is open. */
  readonly keys: Readonly<Record<string, (item: T) => void>>
  /** What the keys do, for the line below. */
  readonly help: readonly { readonly key: string; readonly says: string }[]
  readonly empty: { readonly title: string; readonly hint: string }
  /** Key of the item that is open at first; else the first. */
  readonly start?: string | undefined
}

/** The queue page: the next item opens by itself; J and K move, and each decision has its key. */
export function Queue<T>({ items, itemKey, line, body, keys, help, empty, start }: QueueProps<T>) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string | null>(start ?? null)
  const place = Math.max(
    0,
    items.findIndex((item) => itemKey(item) === chosen),
  )
  const open = items[place]
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      // Letters belong to the field that is being written in, and to an open dialog.
      if (
        /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
        target.isContentEditable ||
        event.metaKey ||
        event.ctrlKey ||
        event.altKey
      )
        return
      if (document.querySelector('[role="dialog"]:not([aria-hidden="true"])')) return
      const key = event.key.toLowerCase()
      const move = key === 'j' ? 1 : key === 'k' ? -1 : 0
      if (move !== 0 && items.length > 0)
        setChosen(itemKey(items[Math.min(items.length - 1, Math.max(0, place + move))]!))
      else if (open && keys[key]) {
        event.preventDefault()
        keys[key](open)
      }
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [items, place, open, keys, itemKey])
  if (!open)
    return (
      <Card>
        <Empty title={empty.title} hint={empty.hint} />
      </Card>
    )
  return (
    <div className="queue">
      <Card title={t('queue.waiting', { count: items.length })}>
        <ul className="queue-list">
          {items.map((item) => (
            <li key={itemKey(item)}>
              <button
                type="button"
                className="plain-button"
                aria-current={item === open}
                onClick={() => setChosen(itemKey(item))}
              >
                {line(item)}
              </button>
            </li>
          ))}
        </ul>
        <p className="faint row" style={{ marginTop: 10 }}>
          <span>
            <kbd className="kbd">{'J'}</kbd> <kbd className="kbd">{'K'}</kbd> {t('queue.move')}
          </span>
          {help.map(({ key, says }) => (
            <span key={key}>
              <kbd className="kbd">{key.toUpperCase()}</kbd> {says}
            </span>
          ))}
        </p>
      </Card>
      <div className="stack" key={itemKey(open)}>
        {body(open)}
      </div>
    </div>
  )
}
