import { Button } from 'antd'
import { useState } from 'react'
import { type AwardListView, type Proposal, useAwardLists, usePropose } from '../../api/contest-after.ts'
import { useHasRole } from '../../api/session.ts'
import { money } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Borders } from './borders.tsx'
import { Decisions } from './decisions.tsx'
import { useTitles } from './titles.ts'

const MEANINGS: Readonly<Record<AwardListView['state'], Meaning>> = {
  proposed: 'warn',
  checked: 'seal',
  published: 'ok',
  returned: 'no',
  replaced: 'none',
}

/** The list of awards on its way: proposed from the ranking, ties decided, checked by a second officer. */
export function Proposed({ id }: { readonly id: string }) {
  const { t } = useFormat()
  const lists = useAwardLists(id)
  const propose = usePropose(id)
  const organises = useHasRole()('data_officer')
  const fresh = () => propose.mutate({ exclusions: [], decisions: [] })
  return (
    <div className="stack">
      {propose.error ? <Problem error={propose.error} /> : null}
      <Loaded of={lists} lines={8}>
        {({ items }) => {
          const list =
            items.find((one) => ['proposed', 'checked', 'published'].includes(one.state)) ?? items[0]
          if (!list)
            return (
              <Empty
                title={t('contestAfter.noList')}
                hint={t('contestAfter.noListHint')}
                action={
                  organises && (
                    <Button type="primary" loading={propose.isPending} onClick={fresh}>
                      {t('contestAfter.propose')}
                    </Button>
                  )
                }
              />
            )
          return (
            <List
              key={list.id}
              id={id}
              list={list}
              organises={organises}
              pending={propose.isPending}
              onPropose={(value) => propose.mutate(value)}
            />
          )
        }}
      </Loaded>
    </div>
  )
}

interface ListProps {
  readonly id: string
  readonly list: AwardListView
  readonly organises: boolean
  readonly pending: boolean
  readonly onPropose: (value: Proposal) => void
}

function List({ id, list, organises, pending, onPropose }: ListProps) {
  const { t } = useFormat()
  const titles = useTitles(id)
  const [excluding, setExcluding] = useState<AwardListView['rows'][number] | null>(null)
  const open = organises && list.state !== 'published'
  const exclusions = list.exclusions.map(({ teamId, reason }) => ({ teamId, reason }))
  return (
    <>
      <Card
        title={
          <>
            {t('contestAfter.list', { number: list.number })}{' '}
            <Chip meaning={MEANINGS[list.state]}>{t(`contestAfter.listState.${list.state}`)}</Chip>
          </>
        }
        extra={
          open && (
            <Button loading={pending} onClick={() => onPropose({ exclusions, decisions: list.decisions })}>
              {t('contestAfter.proposeAgain')}
            </Button>
          )
        }
      >
        <div className="stack">
          {list.outdated && <p className="why warn">{t('contestAfter.outdated')}</p>}
          {list.returnReason && (
            <p className="why">{t('contestAfter.returned', { reason: list.returnReason })}</p>
          )}
          <Facts
            rows={[
              { key: 'count', name: t('contestAfter.winners'), value: list.rows.length },
              { key: 'prize', name: t('contestAfter.prizeSum'), value: money(list.prizeFen, 'CNY') },
              { key: 'at', name: t('contestAfter.proposedAt'), value: <When at={list.proposedAt} /> },
              { key: 'publish', name: t('contestAfter.publishAt'), value: <When at={list.publishAt} /> },
            ]}
          />
          <Decisions id={id} list={list} organises={organises} zone={titles.zone} />
        </div>
      </Card>
      {list.borders.length > 0 && (
        <Borders
          borders={list.borders}
          titles={titles}
          pending={pending}
          onDecide={(decided) => onPropose({ exclusions, decisions: [...list.decisions, ...decided] })}
        />
      )}
      {list.vacant.length > 0 && (
        <p className="why warn">
          {list.vacant
            .map((one) =>
              t('contestAfter.vacant', {
                award: titles.award(one.award),
                division: one.division === null ? '' : titles.division(one.division),
                count: one.count,
              }),
            )
            .join(' ')}
        </p>
      )}
      <Card title={t('contestAfter.rows')}>
        <Table
          caption={t('contestAfter.rows')}
          rows={list.rows}
          rowKey={(row) => row.teamId}
          empty={<Empty title={t('contestAfter.nobody')} />}
          columns={[
            { key: 'award', title: t('contestAfter.award'), cell: (row) => <b>{titles.award(row.award)}</b> },
            { key: 'place', title: t('contestAfter.place'), numeric: true, cell: (row) => row.place },
            { key: 'team', title: t('contestAfter.team'), cell: (row) => row.name },
            { key: 'title', title: t('contestAfter.work'), cell: (row) => row.title },
            {
              key: 'division',
              title: t('contestAfter.division'),
              cell: (row) => titles.division(row.division),
            },
            { key: 'rank', title: t('contestAfter.rank'), numeric: true, cell: (row) => row.rank },
            {
              key: 'score',
              title: t('contestAfter.score'),
              numeric: true,
              cell: (row) => row.score?.toFixed(2) ?? '—',
            },
            {
              key: 'prize',
              title: t('contestAfter.prize'),
              numeric: true,
              cell: (row) => money(row.prizeFen, 'CNY'),
            },
            {
              key: 'next',
              title: t('contestAfter.recommended'),
              cell: (row) => row.recommend && <Chip meaning="ok">{t('contestAfter.recommend')}</Chip>,
            },
            ...(open
              ? [
                  {
                    key: 'acts',
                    title: t('common.actions'),
                    cell: (row: AwardListView['rows'][number]) => (
                      <Button size="small" onClick={() => setExcluding(row)}>
                        {t('contestAfter.exclude')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Card>
      {list.exclusions.length > 0 && (
        <Card title={t('contestAfter.exclusions')}>
          <ul>
            {list.exclusions.map((one) => (
              <li key={one.teamId}>
                {one.name} · {one.reason}{' '}
                {open && (
                  <Button
                    size="small"
                    type="link"
                    onClick={() =>
                      onPropose({
                        exclusions: exclusions.filter(({ teamId }) => teamId !== one.teamId),
                        decisions: list.decisions,
                      })
                    }
                  >
                    {t('contestAfter.include')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {excluding && (
        <ReasonDialog
          open
          danger
          title={t('contestAfter.excludeTeam', { team: excluding.name })}
          explain={t('contestAfter.excludeHint')}
          reasons={[
            t('contestAfter.why.integrity'),
            t('contestAfter.why.withdrew'),
            t('contestAfter.why.rules'),
          ]}
          confirm={t('contestAfter.exclude')}
          pending={pending}
          error={null}
          onClose={() => setExcluding(null)}
          onConfirm={(reason) => {
            // Decisions at borders may fit no longer once somebody is out: they are asked for again.
            onPropose({ exclusions: [...exclusions, { teamId: excluding.teamId, reason }], decisions: [] })
            setExcluding(null)
          }}
        />
      )}
    </>
  )
}
