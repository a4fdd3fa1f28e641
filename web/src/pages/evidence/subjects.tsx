import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

/** What an entry is about: each id leads to its trail. */
export function Subjects({
  subject,
  whole,
}: {
  readonly subject: Readonly<Record<string, string>>
  readonly whole?: boolean
}) {
  const { t } = useTranslation()
  // Several of a kind are numbered: version1, version2.
  const nameOf = (kind: string) => {
    const [, word = kind, number = ''] = /^([a-z]+)(\d*)$/.exec(kind) ?? []
    return `${t(`evidence.of.${word}`, { defaultValue: word })}${number && ` ${number}`}`
  }
  return (
    <span className="row" style={{ gap: '0 12px' }}>
      {Object.entries(subject).map(([kind, id]) => (
        <span key={kind} className={whole ? 'break' : 'nowrap'}>
          <span className="faint">{nameOf(kind)}</span>{' '}
          <Link className="mono" to={`/evidence/trail/${encodeURIComponent(id)}`} title={id}>
            {whole ? id : `${id.slice(0, 8)}…${id.slice(-4)}`}
          </Link>
        </span>
      ))}
    </span>
  )
}
