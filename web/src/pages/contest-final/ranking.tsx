import { Button } from 'antd'
import { useState } from 'react'
import { useInstant } from '../../api/contest-final.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'

const score = (value: number | null) => (value === null ? '—' : exact(value, 2))

/** The ranking of the moment. Folded at first: a screen may be seen from the hall. */
export function Ranking({ id }: { readonly id: string }) {
  const { t } = useFormat()
  const [open, setOpen] = useState(false)
  const ranking = useInstant(id, open)
  return (
    <Card
      title={t('contestFinal.ranking')}
      extra={
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'contestFinal.hideRanking' : 'contestFinal.showRanking')}
        </Button>
      }
    >
      {open ? (
        <Loaded of={ranking}>
          {({ rows, open: left, released }) => (
            <div className="stack tight">
              <p className="muted">
                {t(released ? 'contestFinal.released' : 'contestFinal.rankingAbout', { count: left })}
              </p>
              <Table
                dense
                caption={t('contestFinal.ranking')}
                rows={rows}
                rowKey={(row) => row.teamId}
                empty={<Empty title={t('contestFinal.noRanking')} />}
                columns={[
                  {
                    key: 'rank',
                    title: t('contestFinal.rank'),
                    numeric: true,
                    cell: (row) => (row.score === null ? '—' : row.rank),
                  },
                  { key: 'team', title: t('contestFinal.team'), cell: (row) => row.name },
                  {
                    key: 'score',
                    title: t('contestFinal.score'),
                    numeric: true,
                    cell: (row) => <b>{score(row.score)}</b>,
                  },
                  {
                    key: 'defence',
                    title: t('contestFinal.defence'),
                    numeric: true,
                    cell: (row) => score(row.parts.defence),
                  },
                  {
                    key: 'hidden',
                    title: t('contestFinal.hidden'),
                    numeric: true,
                    cell: (row) => score(row.parts.hiddenTest),
                  },
                  {
                    key: 'review',
                    title: t('contestFinal.review'),
                    numeric: true,
                    cell: (row) => score(row.parts.review),
                  },
                  {
                    key: 'sheets',
                    title: t('contestFinal.sheets'),
                    numeric: true,
                    cell: (row) => row.sheets,
                  },
                  {
                    key: 'spread',
                    title: t('contestFinal.spread'),
                    numeric: true,
                    cell: (row) => score(row.spread),
                  },
                ]}
              />
            </div>
          )}
        </Loaded>
      ) : (
        <p className="muted">{t('contestFinal.rankingFolded')}</p>
      )}
    </Card>
  )
}
