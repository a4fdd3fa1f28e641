import './contest-after.css'
import { Button } from 'antd'
import { afterFile, type ReportNumbers, useReport } from '../../api/contest-after.ts'
import { date, exact, money } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { ContestPage } from '../contests/contest-page.tsx'

/** The report that an organiser has to write: the numbers here, the paper by a click. */
export function Component() {
  const { t } = useFormat()
  return (
    <ContestPage name={t('contestAfter.report')}>
      {(id) => (
        <>
          <Card title={t('contestAfter.papersOf')}>
            <div className="row">
              {(['zh', 'en'] as const).flatMap((lang) =>
                (['html', 'pdf', 'csv'] as const).map((form) => (
                  <Button key={`${lang} ${form}`} href={afterFile(id, `report/${form}?lang=${lang}`)}>
                    {t(`contestAfter.paper.${lang}`, { form: form.toUpperCase() })}
                  </Button>
                )),
              )}
            </div>
            <p className="faint">{t('contestAfter.noNames')}</p>
          </Card>
          <Loaded of={useReport(id)} lines={12}>
            {(numbers) => <Numbers numbers={numbers} />}
          </Loaded>
        </>
      )}
    </ContestPage>
  )
}

const one = (value: number | undefined): string => (value === undefined ? '—' : exact(value, 1))

function Numbers({ numbers }: { readonly numbers: ReportNumbers }) {
  const { t, name } = useFormat()
  const titled = (row: { titleZh: string; titleEn: string }) => name(row.titleZh, row.titleEn)
  const { people, bodies, follow } = numbers
  return (
    <>
      <div className="grid g2">
        <Card title={t('contestAfter.funnel')}>
          <Table
            caption={t('contestAfter.funnel')}
            rows={numbers.funnel}
            rowKey={(row) => row.step}
            columns={[
              { key: 'step', title: t('contestAfter.step'), cell: titled },
              {
                key: 'teams',
                title: t('contestAfter.teams'),
                numeric: true,
                cell: (row) => exact(row.teams),
              },
            ]}
          />
        </Card>
        <Card title={t('contestAfter.peopleOf')}>
          <Facts
            rows={[
              { key: 'members', name: t('contestAfter.members'), value: exact(people.members) },
              { key: 'students', name: t('contestAfter.students'), value: exact(people.students) },
              {
                key: 'studentTeams',
                name: t('contestAfter.studentTeams'),
                value: exact(people.studentTeams),
              },
              { key: 'bodies', name: t('contestAfter.bodies'), value: exact(bodies.bodies) },
              { key: 'joint', name: t('contestAfter.joint'), value: exact(bodies.teamsOfSeveral) },
              { key: 'prize', name: t('contestAfter.prizeSum'), value: money(numbers.prizeFen, 'CNY') },
              {
                key: 'green',
                name: t('contestAfter.greens'),
                value: `${follow.requested} / ${follow.greenChannels}`,
              },
              {
                key: 'met',
                name: t('contestAfter.met'),
                value: `${follow.introduced} / ${follow.incubations}`,
              },
            ]}
          />
        </Card>
      </div>
      <Card title={t('contestAfter.divisions')}>
        <Table
          caption={t('contestAfter.divisions')}
          rows={numbers.divisions}
          rowKey={(row) => row.code}
          columns={[
            { key: 'name', title: t('contestAfter.division'), cell: titled },
            ...(['entered', 'admitted', 'handedIn', 'shortlisted', 'awarded'] as const).map((key) => ({
              key,
              title: t(`contestAfter.count.${key}`),
              numeric: true,
              cell: (row: ReportNumbers['divisions'][number]) => exact(row[key]),
            })),
          ]}
        />
      </Card>
      <div className="grid g2">
        <Card title={t('contestAfter.regions')}>
          <Table
            caption={t('contestAfter.regions')}
            rows={bodies.regions}
            rowKey={(row) => row.code}
            empty={<Empty title={t('contestAfter.noBodies')} />}
            columns={[
              { key: 'name', title: t('contestAfter.region'), cell: titled },
              {
                key: 'bodies',
                title: t('contestAfter.bodies'),
                numeric: true,
                cell: (row) => exact(row.bodies),
              },
              {
                key: 'teams',
                title: t('contestAfter.teams'),
                numeric: true,
                cell: (row) => exact(row.teams),
              },
            ]}
          />
        </Card>
        <Card title={t('contestAfter.kinds')}>
          <Table
            caption={t('contestAfter.kinds')}
            rows={bodies.kinds}
            rowKey={(row) => row.kind}
            empty={<Empty title={t('contestAfter.noBodies')} />}
            columns={[
              {
                key: 'kind',
                title: t('contestAfter.kind'),
                cell: (row) => t(`contestAfter.bodyKind.${row.kind}`),
              },
              {
                key: 'bodies',
                title: t('contestAfter.bodies'),
                numeric: true,
                cell: (row) => exact(row.bodies),
              },
            ]}
          />
        </Card>
      </div>
      <Card title={t('contestAfter.experts')}>
        <Table
          caption={t('contestAfter.experts')}
          rows={numbers.experts}
          rowKey={(row) => row.round}
          columns={[
            { key: 'round', title: t('contestAfter.round'), cell: titled },
            {
              key: 'n',
              title: t('contestAfter.expertCount'),
              numeric: true,
              cell: (row) => exact(row.experts),
            },
            {
              key: 'a',
              title: t('contestAfter.assigned'),
              numeric: true,
              cell: (row) => exact(row.assigned),
            },
            {
              key: 's',
              title: t('contestAfter.submitted'),
              numeric: true,
              cell: (row) => exact(row.submitted),
            },
            { key: 'l', title: t('contestAfter.late'), numeric: true, cell: (row) => exact(row.late) },
            {
              key: 'm',
              title: t('contestAfter.loadOf'),
              numeric: true,
              cell: ({ load }) => `${one(load?.least)} / ${one(load?.middle)} / ${one(load?.most)}`,
            },
          ]}
        />
      </Card>
      {numbers.scores.map((row) => (
        <Card key={row.round} title={t('contestAfter.scoresOf', { round: titled(row) })}>
          <p className="muted">
            {t('contestAfter.spread', {
              count: row.scores?.count ?? 0,
              without: row.without,
              mean: one(row.scores?.mean),
              deviation: one(row.scores?.deviation),
              middle: one(row.scores?.middle),
            })}
          </p>
          <Bins bins={row.bins} />
        </Card>
      ))}
      <Card title={t('contestAfter.spans')}>
        <Table
          caption={t('contestAfter.spans')}
          rows={numbers.spans}
          rowKey={(row) => row.code}
          columns={[
            { key: 'name', title: t('contestAfter.step'), cell: titled },
            { key: 'from', title: t('contestAfter.from'), cell: (row) => date(row.from) },
            { key: 'to', title: t('contestAfter.to'), cell: (row) => date(row.to) },
            { key: 'days', title: t('contestAfter.days'), numeric: true, cell: (row) => one(row.days) },
          ]}
        />
      </Card>
      <Card title={t('contestAfter.awards')}>
        <Table
          caption={t('contestAfter.awards')}
          rows={numbers.awards}
          rowKey={(row) => row.code}
          columns={[
            { key: 'name', title: t('contestAfter.award'), cell: titled },
            { key: 'given', title: t('contestAfter.given'), numeric: true, cell: (row) => exact(row.given) },
            {
              key: 'planned',
              title: t('contestAfter.planned'),
              numeric: true,
              cell: (row) => exact(row.planned),
            },
            {
              key: 'prize',
              title: t('contestAfter.prize'),
              numeric: true,
              cell: (row) => money(row.prizeFen, 'CNY'),
            },
          ]}
        />
      </Card>
    </>
  )
}

/** How many works had how many points; the numbers stand in each bar, so that it is read without seeing it. */
function Bins({ bins }: { readonly bins: readonly number[] }) {
  const { t } = useFormat()
  const most = Math.max(1, ...bins)
  return (
    <ul className="after-bars" aria-label={t('contestAfter.bins')}>
      {bins.map((count, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- ten steps that never move
        <li key={at}>
          <span>{count}</span>
          <i style={{ height: `${(count / most) * 70}%` }} />
          <span className="faint">{at * 10}</span>
        </li>
      ))}
    </ul>
  )
}
