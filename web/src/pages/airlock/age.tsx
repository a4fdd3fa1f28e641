import { useTranslation } from 'react-i18next'
import { span } from '../../lib/contract/time.ts'
import { date } from '../../lib/format.ts'

/** A working day: who waits longer is marked. */
const LATE_MS = 86_400_000

/** How long something has waited since `since`. */
export function Age({ since }: { readonly since: number | null }) {
  const { t } = useTranslation()
  if (since === null) return <span className="faint">—</span>
  const { unit, count } = span(Date.now() - since)
  const late = Date.now() - since > LATE_MS
  return (
    <span className={`nowrap ${late ? 'warn' : ''}`} title={date(since)}>
      {late && <span aria-hidden="true">◔ </span>}
      {count === 0 ? t('airlock.age.now') : t(`airlock.age.${unit}`, { count })}
    </span>
  )
}
