import { lazy, Suspense } from 'react'
import { type Numbers, useAirlockNumbers } from '../../api/airlock.ts'
import { duration, exact, percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Bones, Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { REASONS } from './opinion.ts'

const Chart = lazy(async () => ({ default: (await import('../../parts/sql/chart.tsx')).Chart }))

/** How long people wait at the airlock, and why things are returned. */
export function Component() {
  const { t } = useFormat()
  return (
    <Page title={t('airlock.numbers')} sub={t('airlock.numbersAbout')}>
      <Loaded of={useAirlockNumbers()} lines={8}>
        {(numbers) => (
          <div className="stack">
            <Tiles of={numbers} />
            <Card>
              <Reasons of={numbers} />
            </Card>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Tiles({ of }: { readonly of: Numbers }) {
  const { t } = useFormat()
  const decided = of.released + of.returned + of.rejected
  const tiles = [
    { key: 'waiting', value: <Num value={of.waiting} />, say: t('airlock.number.waitingSub') },
    {
      key: 'median',
      value: of.waitMedianMs === null ? '—' : duration(of.waitMedianMs),
      say: t('airlock.number.p95', { time: of.waitP95Ms === null ? '—' : duration(of.waitP95Ms) }),
    },
    {
      key: 'released',
      value: <Num value={of.released} />,
      say:
        decided === 0
          ? '\u00a0'
          : t('airlock.number.share', { share: percent(of.released / decided), all: exact(decided) }),
    },
    {
      key: 'returned',
      value: <Num value={of.returned} />,
      say: t('airlock.number.rejected', { count: of.rejected }),
    },
  ]
  return (
    <div className="grid g4">
      {tiles.map((tile) => (
        <div className="card number" key={tile.key}>
          <div className="k">{t(`airlock.number.${tile.key}`)}</div>
          <div className="v">{tile.value}</div>
          <div className="d">{tile.say}</div>
        </div>
      ))}
    </div>
  )
}

function Reasons({ of }: { readonly of: Numbers }) {
  const { t } = useFormat()
  const word = (reason: string) =>
    REASONS.some((one) => one === reason) ? t(`airlock.reason.${reason}`) : reason
  const sorted = of.reasons.toSorted((a, b) => b.count - a.count)
  const [most] = sorted
  if (!most) return <Empty title={t('airlock.noReturns')} hint={t('airlock.noReturnsHint')} />
  const all = sorted.reduce((sum, { count }) => sum + count, 0)
  const title = t('airlock.mostReturned', {
    reason: word(most.reason),
    share: percent(most.count / all),
    all: exact(all),
  })
  const plan = {
    form: 'across' as const,
    x: '',
    y: t('airlock.times'),
    categories: sorted.map(({ reason }) => word(reason)),
    series: [{ name: t('airlock.times'), values: sorted.map(({ count }) => count) }],
  }
  return (
    <div className="stack tight">
      <h2>{title}</h2>
      <Suspense fallback={<Bones lines={8} />}>
        <Chart plan={plan} title={title} />
      </Suspense>
      <details>
        <summary className="muted">{t('result.behind')}</summary>
        <Table
          dense
          caption={title}
          rows={sorted}
          rowKey={(row) => row.reason}
          columns={[
            { key: 'reason', title: t('airlock.reasonName'), cell: (row) => word(row.reason) },
            { key: 'count', title: t('airlock.times'), numeric: true, cell: (row) => exact(row.count) },
            {
              key: 'share',
              title: t('airlock.share'),
              numeric: true,
              cell: (row) => percent(row.count / all),
            },
          ]}
        />
      </details>
    </div>
  )
}
