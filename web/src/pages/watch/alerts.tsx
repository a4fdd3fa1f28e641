import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { type AlertView, useAlerts, useWatchRules } from '../../api/watch.ts'
import { date, duration } from '../../lib/format.ts'
import { useEvents } from '../../lib/use-events.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'
import { WatchPage } from './watch-page.tsx'

/** Everything that a rule noticed, newest first. */
export function Component() {
  const { t, pick, name } = useFormat()
  const options = useOptions()
  const client = useQueryClient()
  const { values } = useFilters()
  const list = useAlerts({ ...values, limit: PAGE_SIZE })
  const rules = useWatchRules()
  useEvents('/watch/events', { alert: () => void client.invalidateQueries({ queryKey: ['watch-alerts'] }) })
  const ruleName = (id: string) => {
    const rule = rules.data?.items.find((one) => one.id === id)
    return rule ? name(rule.titleZh, rule.titleEn) : id
  }
  const columns: Column<AlertView>[] = [
    {
      key: 'what',
      title: t('watch.alert'),
      cell: (row) => (
        <>
          {row.caseId ? (
            <Link to={`/watch/cases/${row.caseId}`}>
              <b>{pick(row)}</b>
            </Link>
          ) : (
            <b>{pick(row)}</b>
          )}
          <div className="faint">{ruleName(row.rule)}</div>
        </>
      ),
    },
    {
      key: 'severity',
      title: t('watch.severity'),
      cell: (row) => <State kind="severity" value={row.severity} />,
    },
    {
      key: 'who',
      title: t('watch.who'),
      cell: (row) => name(row.participantNameZh, row.participantNameEn) || <span className="faint">—</span>,
    },
    {
      key: 'reaction',
      title: t('watch.reaction'),
      cell: (row) => (
        <>
          {t(`watch.reactions.${row.reaction}`)}
          {row.blockedAfterMs !== null && (
            <div className="faint">{t('watch.blockedAfter', { time: duration(row.blockedAfterMs) })}</div>
          )}
        </>
      ),
    },
    { key: 'at', title: t('watch.at'), cell: (row) => <When at={row.at} /> },
  ]
  return (
    <WatchPage title={t('watch.alerts')} sub={t('watch.alertsAbout')}>
      <List
        name="alerts"
        caption={t('watch.alerts')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[
          {
            key: 'severity',
            kind: 'choice',
            label: t('watch.severity'),
            options: options('state.severity', ['critical', 'warning', 'info']),
          },
          {
            key: 'rule',
            kind: 'choice',
            label: t('watch.rule'),
            options: (rules.data?.items ?? []).map((rule) => ({
              value: rule.id,
              label: name(rule.titleZh, rule.titleEn),
            })),
          },
        ]}
        empty={{ title: t('watch.noAlerts'), hint: t('watch.noAlertsHint') }}
        exportRow={{
          header: [t('watch.alert'), t('watch.severity'), t('watch.reaction'), t('watch.at')],
          row: (row) => [
            pick(row),
            t(`state.severity.${row.severity}`),
            t(`watch.reactions.${row.reaction}`),
            date(row.at),
          ],
        }}
      />
    </WatchPage>
  )
}
