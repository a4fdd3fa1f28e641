import { useState } from 'react'
import { type BoardView, useContest } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Table } from '../../parts/table.tsx'
import { ExtendDialog } from './extend.tsx'
import { inZone, leftUntil } from './moment.ts'

type Stage = BoardView['stages'][number]

interface DeadlinesProps {
  readonly board: BoardView
  readonly mayChange: boolean
}

/** Every stage with the time that is left, by the clock of the server. */
export function Deadlines({ board, mayChange }: DeadlinesProps) {
  const { t, name, language } = useFormat()
  const left = (at: number) => leftUntil(at, board.now, language)
  const [extending, setExtending] = useState<Stage | null>(null)
  const zone = useContest(board.id).data?.scheme.timeZone ?? 'Asia/Shanghai'
  return (
    <>
      <Table
        caption={t('contest.deadlines')}
        dense
        rows={board.stages}
        rowKey={(row) => row.name}
        columns={[
          { key: 'stage', title: t('contest.stage'), cell: (row) => name(row.titleZh, row.titleEn) },
          {
            key: 'left',
            title: t('contest.left'),
            cell: (row) =>
              board.now < row.opensAt ? (
                <Chip>{t('contest.opensIn', { time: left(row.opensAt) })}</Chip>
              ) : board.now < row.closesAt ? (
                <Chip meaning="ok">{t('contest.closesIn', { time: left(row.closesAt) })}</Chip>
              ) : (
                <Chip meaning="seal">{t('contest.over')}</Chip>
              ),
          },
          { key: 'opens', title: t('contest.opens'), cell: (row) => inZone(row.opensAt, zone) },
          { key: 'closes', title: t('contest.closes'), cell: (row) => inZone(row.closesAt, zone) },
          {
            key: 'acts',
            title: t('common.actions'),
            cell: (row) =>
              mayChange &&
              board.now < row.closesAt && (
                <button type="button" className="tool framed" onClick={() => setExtending(row)}>
                  {t('contest.extend')}
                </button>
              ),
          },
        ]}
      />
      <p className="faint">{t('contest.zone', { zone })}</p>
      {extending && (
        <ExtendDialog id={board.id} stage={extending} zone={zone} onClose={() => setExtending(null)} />
      )}
    </>
  )
}
