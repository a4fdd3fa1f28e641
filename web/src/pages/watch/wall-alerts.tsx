import type { AlertView } from '../../api/watch.ts'
import { clock, duration } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'

const MOST = 6
export const SEVERITY_SIGNS = { critical: '⊘', warning: '◔', info: '·' } as const

/** The newest alerts, the newest on top. */
export function WallAlerts({ alerts }: { readonly alerts: readonly AlertView[] }) {
  const { t, pick, name } = useFormat()
  const newest = alerts.toSorted((a, b) => b.at - a.at).slice(0, MOST)
  return (
    <section className="wall-card wall-alerts" aria-label={t('watch.alerts')} aria-live="polite">
      <h2>{t('watch.alerts')}</h2>
      {newest.length === 0 ? (
        <p className="calm">
          <span aria-hidden="true">✓ </span>
          {t('watch.calm')}
        </p>
      ) : (
        <ol>
          {newest.map((alert) => (
            <li key={alert.id} className={alert.severity}>
              <span className="sign" aria-hidden="true">
                {SEVERITY_SIGNS[alert.severity]}
              </span>
              <div>
                {pick(alert)}
                <small>
                  <span>{clock(alert.at)}</span> {t(`state.severity.${alert.severity}`)} ·{' '}
                  {name(alert.participantNameZh, alert.participantNameEn) || t('watch.nobody')}
                  {alert.blockedAfterMs !== null && (
                    <> · {t('watch.blockedAfter', { time: duration(alert.blockedAfterMs) })}</>
                  )}
                </small>
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
