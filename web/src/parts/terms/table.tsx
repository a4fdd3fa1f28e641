import './terms.css'
import type { ReactNode } from 'react'
import { sayDisclosure, sayNotice, saySinglePerson } from '../../../../src/flow/policy/render/disclosure.ts'
import { sayObligation, sayPermission, sayProhibition } from '../../../../src/flow/policy/render/rules.ts'
import type { Policy } from '../../api/types.ts'
import { date, exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { TableSentence } from '../policy/plain.tsx'

/** The terms point by point: what the paragraph says in one piece, for those who look something up. */
export function TermsTable({ policy }: { readonly policy: Policy }) {
  const { t, language, list } = useFormat()
  const sentences = (all: readonly string[]): ReactNode =>
    all.length === 0 ? (
      <span className="faint">{t('common.none')}</span>
    ) : (
      <ul>
        {all.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    )
  const rows: readonly (readonly [string, ReactNode])[] = [
    ['purposes', list(policy.purposes.map((one) => t(`purpose.${one}`)))],
    [
      'term',
      policy.from === undefined
        ? t('terms.until', { until: date(policy.until) })
        : t('terms.fromUntil', { from: date(policy.from), until: date(policy.until) }),
    ],
    ['runs', t('difference.count.maxRuns', { number: exact(policy.maxRuns) })],
    ['permissions', sentences(policy.permissions.map((one) => sayPermission(language, one)))],
    ['prohibitions', sentences(policy.prohibitions.map((one) => sayProhibition(language, one)))],
    ['obligations', sentences(policy.obligations.map((one) => sayObligation(language, one)))],
    [
      'columns',
      <ul key="columns">
        {Object.entries(policy.columns).map(([table, columns]) => (
          <li key={table}>
            <details>
              <summary>
                <code>{table}</code>{' '}
                <span className="faint">
                  {t('negotiation.openColumns', {
                    open: Object.values(columns).filter((level) => level !== 'hidden').length,
                    all: Object.keys(columns).length,
                  })}
                </span>
              </summary>
              <TableSentence columns={columns} />
            </details>
          </li>
        ))}
      </ul>,
    ],
    ...(policy.joinKeys.length === 0
      ? []
      : [
          [
            'joins',
            <ul key="joins">
              {policy.joinKeys.map(([a, b]) => (
                <li key={`${a.table}.${a.column}.${b.table}.${b.column}`}>
                  <code>
                    {a.table}.{a.column} = {b.table}.{b.column}
                  </code>
                </li>
              ))}
            </ul>,
          ] as const,
        ]),
    ['results', sayDisclosure(language, policy)],
    ['singlePerson', saySinglePerson(language, policy.singlePerson)],
    ['notice', sayNotice(language, policy.notice)],
  ]
  return (
    <dl className="terms-table">
      {rows.map(([key, value]) => (
        <div key={key}>
          <dt>{t(`terms.row.${key}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
