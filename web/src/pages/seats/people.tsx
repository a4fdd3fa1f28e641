import { useTranslation } from 'react-i18next'

interface PeopleProps {
  readonly ids: readonly string[]
  readonly nameOf: (id: string) => string
}

/** Who is here now: a letter each, with the whole name on hover and for readers of the screen. */
export function People({ ids, nameOf }: PeopleProps) {
  const { t } = useTranslation()
  if (ids.length === 0) return <span className="faint">{t('seat.nobody')}</span>
  return (
    <ul className="people" aria-label={t('seat.present')}>
      {ids.map((id) => (
        <li key={id} title={nameOf(id)}>
          <span aria-hidden="true">{initial(nameOf(id))}</span>
          <span className="visually-hidden">{nameOf(id)}</span>
        </li>
      ))}
    </ul>
  )
}

/** Of the name itself, which stands behind body and office. */
const initial = (name: string): string => /\S(?=\S*\s*$)/u.exec(name)?.[0] ?? ''
