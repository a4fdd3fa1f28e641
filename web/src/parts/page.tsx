import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'

interface PageProps {
  readonly title: ReactNode
  /** For the window's title where `title` is not text. */
  readonly name?: string
  readonly chips?: ReactNode
  readonly sub?: ReactNode
  /** Secondary first, the one primary action last. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** What every page begins with: title, state, actions at the same place. */
export function Page({ title, name, chips, sub, actions, children }: PageProps) {
  const { t } = useTranslation()
  const words = name ?? (typeof title === 'string' ? title : '')
  useEffect(() => {
    document.title = words ? `${words} · ${t('shell.brand')}` : t('shell.brand')
  }, [words, t])
  return (
    <>
      <header className="page-head">
        <h1>{title}</h1>
        {chips}
        <span className="grow" />
        {actions && <div className="actions">{actions}</div>}
      </header>
      {sub && <p className="page-sub">{sub}</p>}
      {children}
    </>
  )
}

interface CardProps {
  readonly title?: ReactNode
  readonly extra?: ReactNode
  readonly children: ReactNode
  readonly className?: string
}

export function Card({ title, extra, children, className = '' }: CardProps) {
  return (
    <section className={`card ${className}`.trim()}>
      {title && (
        <div className="card-head">
          <h2>{title}</h2>
          <span style={{ flex: 1 }} />
          {extra}
        </div>
      )}
      {children}
    </section>
  )
}
