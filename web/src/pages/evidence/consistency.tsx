import { useTranslation } from 'react-i18next'
import { useCheckpointAt, useCheckpoints, useConsistency } from '../../api/log.ts'
import { day } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { Bones, Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { DayField } from './consistency/day-field.tsx'
import { Drawn } from './consistency/drawn.tsx'
import { EvidencePage } from './room.tsx'

const DAY = 86_400_000
const endOf = (text: string | undefined): number | null => {
  const start = text ? Date.parse(`${text}T00:00`) : Number.NaN
  return Number.isFinite(start) ? start + DAY - 1 : null
}

/** Two days: did the log between them only grow? The proof drawn, and computed again here. */
export function Component() {
  const { t } = useTranslation()
  const { values, set } = useFilters()
  const newest = useCheckpoints(undefined, 1)
  const [dayFrom, dayTo] = [values.dayFrom, values.dayTo]
  const first = useCheckpointAt(endOf(dayFrom))
  const second = useCheckpointAt(endOf(dayTo))
  // A size in the address comes from a checkpoint's own page; a day that is chosen stands before it.
  const from = first.data?.size ?? (dayFrom ? null : Number(values.from) || null)
  const to = second.data?.size ?? (dayTo ? null : Number(values.to) || (newest.data?.items[0]?.size ?? null))
  const consistency = useConsistency(from, to)
  const none = (dayFrom && first.data === null) || (dayTo && second.data === null)
  return (
    <EvidencePage title={t('explore.consistency')} sub={t('explore.consistencyAbout')}>
      <div className="stack">
        <Card>
          <div className="grid g11">
            <DayField
              label={t('explore.firstDay')}
              value={dayFrom}
              found={first.data ?? (from === null ? null : (consistency.data?.from ?? null))}
              onChange={(value) => set({ dayFrom: value, from: undefined })}
            />
            <DayField
              label={t('explore.secondDay')}
              value={dayTo}
              most={day(Date.now())}
              found={second.data ?? (dayTo ? null : (newest.data?.items[0] ?? null))}
              onChange={(value) => set({ dayTo: value, to: undefined })}
            />
          </div>
        </Card>
        {none ? (
          <Empty title={t('explore.noneThatDay')} hint={t('explore.noneThatDayHint')} />
        ) : from === null ? (
          <Empty title={t('explore.chooseDays')} hint={t('explore.chooseDaysHint')} />
        ) : to === null ? (
          <Bones lines={4} />
        ) : from > to ? (
          <Empty title={t('explore.wrongOrder')} />
        ) : (
          <Loaded of={consistency} lines={8}>
            {(data) => <Drawn key={`${data.from.size}-${data.to.size}`} of={data} />}
          </Loaded>
        )}
      </div>
    </EvidencePage>
  )
}
