import './watch.css'
import { Button } from 'antd'
import { useMemo } from 'react'
import { useColleagueName } from '../../api/colleagues.ts'
import { useRoster, type Roster, type Shift } from '../../api/watch.ts'
import { clock, date, day } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Handover } from './handover.tsx'
import { NewShiftForm } from './new-shift.tsx'
import { WatchPage } from './watch-page.tsx'
import { addDays, weekDays, weekOf } from './week.ts'

const HOURS = [0, 6, 12, 18, 24]

/** Who is on duty, day and night, a week at a time; times without anybody are marked. */
export function Component() {
  const { t } = useFormat()
  const { values, set } = useFilters()
  const asked = Number(values.week)
  const monday = weekOf(Number.isFinite(asked) && asked > 0 ? asked : Date.now())
  const roster = useRoster(monday, addDays(monday, 7))
  const go = (days: number) => set({ week: String(addDays(monday, days)) })
  return (
    <WatchPage title={t('watch.roster')} sub={t('watch.rosterAbout')}>
      <div className="stack">
        <Card
          title={t('watch.week', { from: day(monday), until: day(addDays(monday, 6)) })}
          extra={
            <span className="row">
              <Button size="small" onClick={() => go(-7)}>
                {t('watch.weekBefore')}
              </Button>
              <Button size="small" onClick={() => set({ week: undefined })}>
                {t('watch.thisWeek')}
              </Button>
              <Button size="small" onClick={() => go(7)}>
                {t('watch.weekAfter')}
              </Button>
            </span>
          }
        >
          <Loaded of={roster} lines={7}>
            {(data) => <Week monday={monday} roster={data} />}
          </Loaded>
        </Card>
        <NewShiftForm />
        <Card title={t('watch.shifts')}>
          <Loaded of={roster}>{({ items }) => <Shifts items={items} />}</Loaded>
        </Card>
      </div>
    </WatchPage>
  )
}

function Week({ monday, roster }: { readonly monday: number; readonly roster: Roster }) {
  const { t, language } = useFormat()
  const officer = useOfficer()
  const days = useMemo(() => weekDays(monday, roster), [monday, roster])
  const weekday = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'short' })
  const now = Date.now()
  return (
    <div className="roster-scroll" tabIndex={0} role="region" aria-label={t('watch.roster')}>
      <div className="roster">
        <span />
        <div className="hours" aria-hidden="true">
          {HOURS.map((hour) => (
            <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
              {hour}:00
            </span>
          ))}
        </div>
        {days.map(({ from, until, pieces }) => {
          const today = from <= now && now < until
          return (
            <div key={from} style={{ display: 'contents' }}>
              <span className={`day ${today ? 'today' : ''}`}>
                {weekday.format(from)}
                <br />
                <span className="faint">{day(from).slice(5)}</span>
              </span>
              <div className="line">
                {pieces.map(({ key, left, width, shift }) => (
                  <span
                    key={key}
                    className={shift ? (shift.from <= now && now < shift.until ? 'now' : '') : 'gap'}
                    style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
                    title={
                      shift ? `${officer(shift)} ${date(shift.from)} – ${date(shift.until)}` : t('watch.gap')
                    }
                  >
                    {shift ? officer(shift) : `⊘ ${t('watch.gap')}`}
                  </span>
                ))}
                {today && (
                  <i style={{ left: `${((now - from) / (until - from)) * 100}%` }} title={clock(now)} />
                )}
              </div>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function useOfficer(): (shift: Shift) => string {
  const { t } = useFormat()
  const colleague = useColleagueName()
  return (shift) => shift.officerName ?? colleague(shift.officerId, t('watch.somebody'))
}

function Shifts({ items }: { readonly items: readonly Shift[] }) {
  const { t } = useFormat()
  const officer = useOfficer()
  const colleague = useColleagueName()
  return (
    <Table
      caption={t('watch.shifts')}
      rows={items}
      rowKey={(row) => row.id}
      empty={<Empty title={t('watch.noShifts')} hint={t('watch.noShiftsHint')} />}
      columns={[
        { key: 'officer', title: t('watch.officer'), cell: (row) => <b>{officer(row)}</b> },
        { key: 'from', title: t('watch.from'), cell: (row) => <When at={row.from} /> },
        { key: 'until', title: t('watch.until'), cell: (row) => <When at={row.until} /> },
        {
          key: 'handover',
          title: t('watch.handover'),
          cell: (row) =>
            row.handover === null ? (
              <Handover of={row} />
            ) : (
              <>
                {row.handedTo && colleague(row.handedTo, t('watch.somebody'))}
                <div className="faint break">{row.handover}</div>
              </>
            ),
        },
      ]}
    />
  )
}
