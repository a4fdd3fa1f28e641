import type { SeatView } from '../../api/types.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Bar } from '../../parts/progress.tsx'

/** Rows that were shown within the last day, of those that may be. */
export function Meter({ seat }: { readonly seat: SeatView }) {
  const { t, number } = useFormat()
  const most = seat.limits.viewRowsPerDay
  const used = seat.usage?.viewRowsToday ?? 0
  const share = most === 0 ? 1 : Math.min(1, used / most)
  const tone = share >= 1 ? 'no' : share > 0.8 ? 'warn' : ''
  return (
    <span className={`view-meter ${tone}`} title={t('notebook.meterHint', { most: exact(most) })}>
      <span>{t('notebook.meter', { used: number(used), most: number(most) })}</span>
      <Bar share={share} label={t('notebook.meterLabel')} />
    </span>
  )
}
