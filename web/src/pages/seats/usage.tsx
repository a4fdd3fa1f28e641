import { useTranslation } from 'react-i18next'
import type { SeatView } from '../../api/types.ts'
import { bytes, exact } from '../../lib/format.ts'
import { Bar } from '../../parts/progress.tsx'

interface Meter {
  readonly key: string
  readonly used: number
  readonly most: number | null
  readonly say: (value: number) => string
}

const seconds = (ms: number) => exact(Math.round(ms / 1000))

function metersOf({ usage, limits }: Pick<SeatView, 'usage' | 'limits'>): Meter[] {
  if (!usage) return []
  return [
    { key: 'memory', used: usage.memoryBytes, most: limits.memoryBytes, say: bytes },
    { key: 'disk', used: usage.diskBytes, most: limits.diskBytes, say: bytes },
    {
      key: 'cpu',
      used: usage.cpuMsToday,
      most: limits.cpuSecondsPerDay === null ? null : limits.cpuSecondsPerDay * 1000,
      say: seconds,
    },
    { key: 'view', used: usage.viewRowsToday, most: limits.viewRowsPerDay, say: (rows) => exact(rows) },
    { key: 'processes', used: usage.processes, most: limits.processes, say: (count) => exact(count) },
    { key: 'inodes', used: usage.inodes, most: limits.inodes, say: (count) => exact(count) },
  ]
}

interface UsageProps {
  readonly seat: Pick<SeatView, 'usage' | 'limits'>
  /** Only the first ones, in a list. */
  readonly short?: boolean
}

/** What the seat uses of what it may use: figure, limit and bar. */
export function Usage({ seat, short }: UsageProps) {
  const { t } = useTranslation()
  const meters = metersOf(seat)
  if (meters.length === 0) return <span className="faint">{t('seat.noUsage')}</span>
  return (
    <dl className={`usage ${short ? 'short' : ''}`}>
      {(short ? meters.slice(0, 2) : meters).map(({ key, used, most, say }) => (
        <div key={key} className={most !== null && used > most * 0.9 ? 'near' : ''}>
          <dt>{t(`seat.use.${key}`)}</dt>
          <dd>
            <span>
              {say(used)}
              {most !== null && <span className="faint"> / {say(most)}</span>}
            </span>
            {most !== null && (
              <Bar share={most === 0 ? 1 : Math.min(1, used / most)} label={t(`seat.use.${key}`)} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
