import { Button } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DensityView, useDensity } from '../../api/evidence.ts'
import { exact } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { momentOf, useStretch } from './stretch.ts'
import { TimeFields } from './time-fields.tsx'

/** Entries over time. Drag over bars, or move by arrows and press Enter, and the list below is narrowed. */
export function Density() {
  const { t } = useTranslation()
  const { values, set } = useFilters()
  const { kind, subject, actor, from, to } = values
  const density = useDensity({ kind, subject, actor, from, to })
  const narrowed = from !== undefined || to !== undefined
  const narrow = (first: number, last: number) =>
    set({ from: String(first), to: String(last), before: undefined })
  return (
    <Card
      title={t('explore.overTime')}
      extra={
        narrowed && (
          <Button size="small" onClick={() => set({ from: undefined, to: undefined, before: undefined })}>
            {t('explore.wholeTime')}
          </Button>
        )
      }
    >
      <TimeFields />
      <Loaded of={density} lines={4}>
        {(data) =>
          data.total === 0 ? (
            <Empty title={t('explore.noneInTime')} />
          ) : (
            <Bars key={data.bars[0]?.at} data={data} onNarrow={narrow} />
          )
        }
      </Loaded>
    </Card>
  )
}

interface BarsProps {
  readonly data: DensityView
  readonly onNarrow: (from: number, to: number) => void
}

function Bars({ data, onNarrow }: BarsProps) {
  const { t } = useTranslation()
  const { bars, step } = data
  const stretch = useStretch(bars.length)
  const [seen, setSeen] = useState<number | null>(null)
  const most = bars.reduce((busiest, bar) => (bar.count > busiest.count ? bar : busiest), bars[0]!)
  const say = (bar: DensityView['bars'][number]) =>
    t('explore.bar', { at: momentOf(bar.at, step), count: exact(bar.count) })
  const finish = (range: readonly [number, number] | null) => {
    if (range) onNarrow(bars[range[0]]!.at, bars[range[1]]!.at + step - 1)
  }
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const next = stretch.press(event)
    if (next !== null) event.currentTarget.querySelectorAll('button')[next]?.focus()
  }
  const shown = seen === null ? null : bars[seen]
  return (
    <figure className="density">
      <figcaption>
        {t('explore.busiest', { at: momentOf(most.at, step), count: exact(most.count) })}{' '}
        <span className="faint">
          {t(data.whole ? 'explore.counted' : 'explore.countedNewest', { total: exact(data.total) })}
        </span>
        <span className="density-now" aria-hidden="true">
          {shown ? say(shown) : ''}
        </span>
      </figcaption>
      <div
        className="density-bars"
        role="group"
        aria-label={t('explore.barsLabel')}
        onKeyDown={press}
        onPointerLeave={() => stretch.drop()}
      >
        {bars.map((bar, place) => (
          <button
            key={bar.at}
            type="button"
            tabIndex={place === stretch.focused ? 0 : -1}
            aria-label={say(bar)}
            aria-pressed={stretch.covers(place)}
            onFocus={() => setSeen(place)}
            onBlur={() => setSeen(null)}
            onPointerDown={() => stretch.begin(place)}
            onPointerEnter={() => {
              setSeen(place)
              stretch.extend(place)
            }}
            onPointerUp={() => finish(stretch.end(place))}
            // A pointer has been heard already: what is left is the keyboard.
            onClick={(event) => event.detail === 0 && finish(stretch.taken(place))}
          >
            <i style={{ height: `${bar.count === 0 ? 0 : Math.max(3, (bar.count / most.count) * 100)}%` }} />
          </button>
        ))}
      </div>
      <div className="density-axis" aria-hidden="true">
        {[0, Math.floor(bars.length / 2), bars.length - 1]
          .filter((place, at, all) => all.indexOf(place) === at)
          .map((place) => (
            <span key={place}>{momentOf(bars[place]!.at, step)}</span>
          ))}
      </div>
      <details>
        <summary className="faint">{t('explore.asTable')}</summary>
        <Table
          dense
          caption={t('explore.overTime')}
          rows={bars.filter((bar) => bar.count > 0)}
          rowKey={(bar) => String(bar.at)}
          columns={[
            { key: 'at', title: t('evidence.at'), cell: (bar) => momentOf(bar.at, step) },
            { key: 'count', title: t('explore.entries'), numeric: true, cell: (bar) => exact(bar.count) },
          ]}
        />
      </details>
    </figure>
  )
}
