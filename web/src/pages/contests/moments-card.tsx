import { Input } from 'antd'
import type { Scheme } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { fromField, inZone, toField } from './moment.ts'
import type { EditProps } from './scheme.tsx'

type End = 'opensAt' | 'closesAt'

interface Row {
  readonly key: string
  readonly title: string
  readonly span: { readonly opensAt: number; readonly closesAt: number }
  readonly put: (span: { opensAt?: number; closesAt?: number }) => Scheme
}

/** Every moment of the contest, by the clock of its own time zone. */
export function MomentsCard({ scheme, readOnly, onChange }: EditProps) {
  const { t, name } = useFormat()
  const { timeZone } = scheme
  const roundRows = scheme.rounds.flatMap((round, at): Row[] => {
    const put = (part: 'submission' | 'review') => (span: { opensAt?: number; closesAt?: number }) => ({
      ...scheme,
      rounds: scheme.rounds.with(at, { ...round, [part]: { ...round[part], ...span } }),
    })
    const title = name(round.titleZh, round.titleEn)
    return [
      {
        key: `${round.code}-submission`,
        title: t('contest.submissionOf', { round: title }),
        span: round.submission,
        put: put('submission'),
      },
      {
        key: `${round.code}-review`,
        title: t('contest.reviewOf', { round: title }),
        span: round.review,
        put: put('review'),
      },
    ]
  })
  const { entry, final } = scheme
  const rows: Row[] = [
    {
      key: 'entry',
      title: t('contest.entry'),
      span: entry,
      put: (span) => ({ ...scheme, entry: { ...entry, ...span } }),
    },
    ...roundRows,
    ...(final
      ? [
          {
            key: 'final',
            title: t('contest.final'),
            span: final,
            put: (span: { opensAt?: number; closesAt?: number }) => ({
              ...scheme,
              final: { ...final, ...span },
            }),
          },
        ]
      : []),
  ]
  const cell = (row: Row, end: End) =>
    readOnly ? (
      inZone(row.span[end], timeZone)
    ) : (
      <Input
        type="datetime-local"
        aria-label={t(end === 'opensAt' ? 'contest.opensOf' : 'contest.closesOf', { stage: row.title })}
        value={toField(row.span[end], timeZone)}
        onChange={({ target }) => {
          const at = fromField(target.value, timeZone)
          if (at !== null) onChange(row.put({ [end]: at }))
        }}
      />
    )
  return (
    <Card
      title={t('contest.moments')}
      extra={<span className="faint">{t('contest.zone', { zone: timeZone })}</span>}
    >
      <Table
        caption={t('contest.moments')}
        dense
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: 'stage', title: t('contest.stage'), cell: (row) => row.title },
          { key: 'opens', title: t('contest.opens'), cell: (row) => cell(row, 'opensAt') },
          { key: 'closes', title: t('contest.closes'), cell: (row) => cell(row, 'closesAt') },
        ]}
      />
    </Card>
  )
}
