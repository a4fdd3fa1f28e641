import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { type PanelBoard, useCopies, useKeepPictures, useMakeCopies } from '../../api/panel.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { JobProgress } from '../../parts/progress.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'

const MEANING = { none: 'none', flagged: 'warn', clear: 'ok' } as const

interface Props {
  readonly id: string
  readonly round: string
  readonly board: PanelBoard
}

/** Blind copies: made by the machine, looked at by people where something tells who made the work. */
export function Copies({ id, round, board }: Props) {
  const { t } = useFormat()
  const options = useOptions()
  const { values } = useFilters()
  const [job, setJob] = useState<string | null>(null)
  const [looking, setLooking] = useState(false)
  const make = useMakeCopies(id, round)
  const pictures = useKeepPictures(id, round)
  const of = useCopies(id, round, { state: values.state, offset: values.offset, limit: PAGE_SIZE })
  return (
    <div className="stack">
      <Card title={t('contestPanel.part.copies')}>
        <div className="stack tight">
          <p>{t('contestPanel.copiesAbout')}</p>
          <div className="row">
            <Action
              primary
              whyNot={
                (!board.ready && t('contestPanel.notReady')) ||
                (board.copies === board.works && t('contestPanel.allCopies'))
              }
              loading={make.isPending}
              onClick={() => make.mutate(undefined, { onSuccess: ({ jobId }) => setJob(jobId) })}
            >
              {t('contestPanel.makeCopies')}
            </Action>
            <Button onClick={() => setLooking(true)}>{t('contestPanel.picturesSeen')}</Button>
          </div>
          {make.error ? <Problem error={make.error} /> : null}
          {job && <JobProgress id={job} onDone={() => void of.refetch()} />}
        </div>
      </Card>
      <List
        name="copies"
        caption={t('contestPanel.part.copies')}
        of={of}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('contestPanel.state'),
            options: options('contestPanel.copyState', ['none', 'flagged', 'clear']),
          },
        ]}
        rowKey={(row) => row.workId}
        empty={{ title: t('contestPanel.noWorks') }}
        columns={[
          {
            key: 'number',
            title: t('contestPanel.number'),
            cell: (row) => <span className="mono">{row.number}</span>,
          },
          { key: 'team', title: t('contestPanel.team'), cell: (row) => row.team },
          {
            key: 'title',
            title: t('contestPanel.work'),
            cell: (row) =>
              row.state === 'none' ? (
                row.title
              ) : (
                <Link to={`/contests/${id}/copies/${row.workId}`}>{row.title}</Link>
              ),
          },
          {
            key: 'state',
            title: t('contestPanel.state'),
            cell: (row) => (
              <Chip meaning={MEANING[row.state]}>{t(`contestPanel.copyState.${row.state}`)}</Chip>
            ),
          },
          { key: 'open', title: t('contestPanel.flags'), numeric: true, cell: (row) => row.open },
          {
            key: 'refused',
            title: t('contestPanel.refusedFiles'),
            numeric: true,
            cell: (row) => row.refused,
          },
        ]}
      />
      {looking && (
        <ReasonDialog
          open
          title={t('contestPanel.picturesSeen')}
          explain={t('contestPanel.picturesAbout')}
          reasons={[t('contestPanel.reason.looked')]}
          confirm={t('contestPanel.confirm')}
          pending={pictures.isPending}
          error={pictures.error}
          onClose={() => setLooking(false)}
          onConfirm={(reason) => pictures.mutate(reason, { onSuccess: () => setLooking(false) })}
        />
      )}
    </div>
  )
}
