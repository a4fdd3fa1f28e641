import { useTranslation } from 'react-i18next'
import { sayObligation, sayPermission, sayProhibition } from '../../../../src/flow/policy/render/rules.ts'
import { sayDisclosure, sayNotice, saySinglePerson } from '../../../../src/flow/policy/render/disclosure.ts'
import type { ColumnLevel, Policy } from '../../api/types.ts'
import { date, exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'

export const LEVELS: readonly ColumnLevel[] = [
  'open',
  'group',
  'measure',
  'join',
  'compare',
  'identity',
  'hidden',
]

type Terms = Pick<
  Policy,
  'purposes' | 'until' | 'maxRuns' | 'columns' | 'joinKeys' | 'minGroup' | 'consumers'
> &
  Partial<Policy>

interface PlainProps {
  readonly policy: Terms
  /** Names of the bodies that may ask, where the policy lists them. */
  readonly consumers?: readonly string[]
  /** A contract is between two: nobody else is listed. */
  readonly withoutConsumers?: boolean
}

/** A policy as a person would say it: numbered, so that a refusal can name the paragraph. */
export function PlainTerms({ policy, consumers, withoutConsumers }: PlainProps) {
  const { t } = useTranslation()
  const { list, language } = useFormat()
  const who =
    policy.consumers === 'any'
      ? t('policy.anybody')
      : list(consumers?.length ? consumers : [t('policy.someBodies', { count: policy.consumers.length })])
  return (
    <ol className="terms">
      {!withoutConsumers && <li>{t('policy.sayWho', { who })}</li>}
      <li>{t('policy.sayPurpose', { purposes: list(policy.purposes.map((one) => t(`purpose.${one}`))) })}</li>
      <li>{t('policy.sayTime', { until: date(policy.until), runs: exact(policy.maxRuns) })}</li>
      <li>
        {policy.disclosure
          ? sayDisclosure(language, { minGroup: policy.minGroup, disclosure: policy.disclosure })
          : t('policy.sayGroup', { k: exact(policy.minGroup) })}
      </li>
      <li>
        {t('policy.sayColumns')}
        <ul>
          {Object.entries(policy.columns).map(([table, columns]) => (
            <li key={table}>
              <code>{table}</code>: <TableSentence columns={columns} />
            </li>
          ))}
        </ul>
      </li>
      {policy.joinKeys.length > 0 && (
        <li>
          {t('policy.sayJoin')}{' '}
          {policy.joinKeys.map(([a, b]) => (
            <code key={`${a.table}${a.column}${b.table}${b.column}`} className="join">
              {a.table}.{a.column} = {b.table}.{b.column}
            </code>
          ))}
        </li>
      )}
      <Rules policy={policy} />
    </ol>
  )
}

/** The rules beside the basic terms, in the words of the text that people sign. */
function Rules({ policy }: { readonly policy: Terms }) {
  const { language } = useFormat()
  const { permissions = [], prohibitions = [], obligations = [], singlePerson, notice } = policy
  const said = [
    ...permissions.map((rule) => sayPermission(language, rule)),
    ...prohibitions.map((rule) => sayProhibition(language, rule)),
    ...obligations.map((rule) => sayObligation(language, rule)),
    ...(singlePerson ? [saySinglePerson(language, true)] : []),
    ...(notice?.veto ? [sayNotice(language, notice)] : []),
  ]
  return said.map((sentence) => <li key={sentence}>{sentence}</li>)
}

/** One table's columns in one sentence, by what they may be used for. */
export function TableSentence({ columns }: { readonly columns: Readonly<Record<string, ColumnLevel>> }) {
  const { t } = useTranslation()
  const said = LEVELS.filter((level) => level !== 'hidden')
    .map((level) => ({ level, names: Object.keys(columns).filter((name) => columns[name] === level) }))
    .filter(({ names }) => names.length > 0)
  const hidden = Object.values(columns).filter((level) => level === 'hidden').length
  if (said.length === 0) return <>{t('policy.nothingOpen')}</>
  return (
    <>
      {said.map(({ level, names }, place) => (
        <span key={level}>
          {place > 0 && t('policy.then')}
          {t(`policy.may.${level}`)} <span className="mono">{names.join(', ')}</span>
        </span>
      ))}
      {hidden > 0 && (
        <span className="muted">
          {t('policy.then')}
          {t('policy.hiddenCount', { count: hidden })}
        </span>
      )}
      {t('policy.stop')}
    </>
  )
}
