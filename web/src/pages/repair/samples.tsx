import { useTranslation } from 'react-i18next'

interface SamplesProps {
  readonly samples: readonly {
    readonly row: number
    readonly before: string | null
    readonly after: string | null
  }[]
}

/** Before and after, masked by the server: how it is written is seen, not what it says. */
export function Samples({ samples }: SamplesProps) {
  const { t } = useTranslation()
  const say = (value: string | null) =>
    value === null ? <em className="faint">{t('repair.empty')}</em> : value
  return (
    <div className="stack tight mono">
      {samples.map((one, i) => (
        <span key={`${one.row}:${i}`} className="nowrap">
          <del>{say(one.before)}</del> → <ins>{say(one.after)}</ins>
        </span>
      ))}
    </div>
  )
}
