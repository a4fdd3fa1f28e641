import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

/** What an entry is about: each id leads to its trail. */
export function Subjects({
  subject,
  whole,
  most = Infinity,
}: {
  readonly subject: Readonly<Record<string, string>>
  readonly whole?: boolean
  /** How many are shown; the rest is counted. */
  readonly most?: number
}) {
  const { t } = useTranslation()
  const all = Object.entries(subject)
  // Several of a kind are numbered: version1, version2.
  const nameOf = (kind: string) => {
    const [, word = kind, number = ''] = /^([a-z]+)(\d*)$/.exec(kind) ?? []
    return `${t(`evidence.of.${word}`, { defaultValue: word })}${number && ` ${number}`}`
  }
  return (
    <span className="row" style={{ gap: '0 12px' }}>
      {all.slice(0, most).map(([kind, id]) => (
        <span key={kind} className={whole ? 'break' : 'nowrap'}>
          <span className="faint">{nameOf(kind)}</span>{' '}
          <Link className="mono" to={`/evidence/trail/${encodeURIComponent(id)}`} title={id}>
            {whole ? id : `${id.slice(0, 8)}…${id.slice(-4)}`}
          </Link>
        </span>
      ))}
      {all.length > most && <span className="faint">{`+${all.length - most}`}</span>}
    </span>
  )
}
