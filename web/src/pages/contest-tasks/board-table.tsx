import type { Board } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Table } from '../../parts/table.tsx'

/** Ranks, names and scores; a team without a score stands last, with a line where the score would be. */
export function BoardTable({ board, digits }: { readonly board: Board; readonly digits: number }) {
  const { t, number } = useFormat()
  return (
    <Table
      caption={t(board.of === 'public' ? 'contestTask.publicBoard' : 'contestTask.privateBoard')}
      rows={board.rows}
      rowKey={(row) => row.teamId ?? row.name}
      empty={<p className="muted">{t('contestTask.emptyBoard')}</p>}
      columns={[
        { key: 'rank', title: t('contestTask.rank'), numeric: true, cell: (row) => row.rank },
        {
          key: 'team',
          title: t('contestTask.team'),
          cell: (row) => (
            <span className="row">
              {row.mine ? <b>{row.name}</b> : row.name}
              {row.mine && <Chip meaning="seal">{t('contestTask.own')}</Chip>}
            </span>
          ),
        },
        {
          key: 'score',
          title: t('contestTask.scoreColumn'),
          numeric: true,
          cell: (row) =>
            row.score === null ? (
              <span className="faint">{t('contestTask.noScore')}</span>
            ) : (
              number(row.score, digits)
            ),
        },
      ]}
    />
  )
}
