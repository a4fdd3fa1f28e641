import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

export interface MenuItem {
  readonly key: string
  readonly label: ReactNode
  /** Set for one of several: whether it is the one. */
  readonly checked?: boolean
  readonly onClick: () => void
}

interface MenuProps {
  readonly label: ReactNode
  readonly title?: string
  readonly groups: readonly { readonly title?: string; readonly items: readonly MenuItem[] }[]
}

/** A menu under a button: arrows move, Escape closes and gives the focus back. Light enough for the first page. */
export function Menu({ label, title, groups }: MenuProps) {
  const [open, setOpen] = useState(false)
  const host = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => {
    if (!open) return
    host.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus()
    const away = (event: PointerEvent) => {
      if (!host.current?.contains(event.target as Node)) setOpen(false)
    }
    addEventListener('pointerdown', away)
    return () => removeEventListener('pointerdown', away)
  }, [open])
  const close = () => {
    setOpen(false)
    host.current?.querySelector<HTMLElement>('button')?.focus()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return close()
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 || !open) return
    event.preventDefault()
    const items = [...host.current!.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
    const at = items.indexOf(document.activeElement as HTMLElement)
    items[(at + by + items.length) % items.length]?.focus()
  }
  return (
    <div className="menu" ref={host} onKeyDown={press}>
      <button
        type="button"
        className="tool"
        title={title}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <div className="menu-box" role="menu" id={id}>
          {groups.map((group, place) => (
            <div key={place} role="group" aria-label={group.title}>
              {group.title && <div className="menu-title">{group.title}</div>}
              {group.items.map((item) => (
                <button
                  key={item.key}
                  type="button"
                  role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
                  aria-checked={item.checked}
                  className="menu-item"
                  onClick={() => {
                    close()
                    item.onClick()
                  }}
                >
                  <span aria-hidden="true" className="menu-tick">
                    {item.checked ? '✓' : ''}
                  </span>
                  {item.label}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
