import '../../parts/seat/seat.css'
import { Tabs } from 'antd'
import { Link, useParams } from 'react-router'
import { useColleagueName } from '../../api/colleagues.ts'
import { useSeat } from '../../api/seats.ts'
import { useHasRole } from '../../api/session.ts'
import type { SeatView } from '../../api/types.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Trail } from '../../parts/record.tsx'
import { When } from '../../parts/say.tsx'
import { SeatJobs } from '../seat-jobs/seat-jobs.tsx'
import { SeatFiles } from './files.tsx'
import { People } from './people.tsx'
import { SeatActions } from './seat-actions.tsx'
import { Isolation, SeatState } from './seat-state.tsx'
import { SeatTables } from './seat-tables.tsx'
import { Standing } from './standing.tsx'
import { Usage } from './usage.tsx'

export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const seat = useSeat(id)
  if (seat.data) return <Seat key={id} seat={seat.data} />
  return (
    <Page title={t('seat.title')}>
      <Card>
        <Loaded of={seat} lines={8}>
          {() => null}
        </Loaded>
      </Card>
    </Page>
  )
}

/** One seat: how it stands, what it uses, who is in it, its tables, files and jobs. */
function Seat({ seat }: { readonly seat: SeatView }) {
  const { t } = useFormat()
  const has = useHasRole()
  const { values, set } = useFilters()
  const inside = has('developer')
  const tabs = [
    { key: 'overview', label: t('seat.tab.overview'), children: <Overview seat={seat} /> },
    { key: 'tables', label: t('seat.tab.tables'), children: <SeatTables seatId={seat.id} /> },
    {
      key: 'files',
      label: t('seat.tab.files'),
      children: (
        <Card>
          <SeatFiles seatId={seat.id} />
        </Card>
      ),
    },
    { key: 'jobs', label: t('seat.tab.jobs'), children: <SeatJobs seatId={seat.id} /> },
  ].filter(({ key }) => inside || key === 'overview')
  return (
    <Page
      title={seat.name}
      chips={
        <>
          <SeatState seat={seat} />
          <Isolation level={seat.isolation} />
        </>
      }
      sub={t('seat.pageAbout', { project: seat.projectName })}
      actions={<SeatActions seat={seat} />}
    >
      <div className="stack">
        <Standing seat={seat} />
        {tabs.length === 1 ? (
          <Overview seat={seat} />
        ) : (
          <Tabs
            activeKey={values.tab ?? 'overview'}
            onChange={(tab) => set({ tab: tab === 'overview' ? undefined : tab })}
            items={tabs}
            destroyOnHidden
          />
        )}
      </div>
    </Page>
  )
}

function Overview({ seat }: { readonly seat: SeatView }) {
  const { t } = useFormat()
  const name = useColleagueName()
  return (
    <div className="grid g2">
      <div className="stack">
        <Card title={t('seat.usage')}>
          <Usage seat={seat} />
        </Card>
        <Card title={t('common.facts')}>
          <Facts
            rows={[
              {
                key: 'project',
                name: t('shell.project'),
                value: <Link to={`/projects/${seat.projectId}`}>{seat.projectName}</Link>,
              },
              {
                key: 'present',
                name: t('seat.present'),
                value: <People ids={seat.present} nameOf={(id) => name(id, t('notebook.someone'))} />,
              },
              {
                key: 'isolation',
                name: t('seat.isolationTitle'),
                value: t(`seat.isolationHint.${seat.isolation}`),
              },
              {
                key: 'bound',
                name: t('seat.where'),
                value: t(seat.bound ? 'seat.boundHint' : 'seat.notBound'),
              },
              { key: 'opened', name: t('seat.openedAt'), value: <When at={seat.openedAt} /> },
              { key: 'created', name: t('common.created'), value: <When at={seat.createdAt} /> },
              ...(seat.endedAt === null
                ? []
                : [{ key: 'ended', name: t('seat.endedAt'), value: <When at={seat.endedAt} /> }]),
              {
                key: 'runs',
                name: t('seat.grants'),
                value: (
                  <span className="row">
                    {seat.runIds.map((run, place) => (
                      <Link key={run} to={`/runs/${run}`}>
                        {t('seat.grant', { number: place + 1 })}
                      </Link>
                    ))}
                    {seat.runIds.length === 0 && <span className="faint">{t('common.none')}</span>}
                  </span>
                ),
              },
            ]}
          />
        </Card>
      </div>
      <Card title={t('common.timeline')}>
        {/* What happens to the seat is read again when its state is another. */}
        <Trail key={seat.state} subject={seat.id} />
      </Card>
    </div>
  )
}
