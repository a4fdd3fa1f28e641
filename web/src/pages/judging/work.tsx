import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useRescore, useWorkSheets, type WorkSheets } from '../../api/contest-judging.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

interface Props {
  readonly id: string
  readonly round: string
  readonly work: string
  readonly onClose: () => void
}

/** Every sheet of one work side by side, and what was said about it. */
export function WorkDialog({ id, round, work, onClose }: Props) {
  const { t } = useFormat()
  const sheets = useWorkSheets(id, round, work)
  return (
    <Modal
      open
      width={820}
      title={sheets.data ? `${sheets.data.number ?? ''} ${sheets.data.title}` : t('contestJudging.work')}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <Loaded of={sheets}>
        {(of) => (
          <div className="stack">
            <p className="muted">{of.team}</p>
            <Table
              dense
              caption={t('contestJudging.part.sheets')}
              rows={of.sheets}
              rowKey={(row) => row.assignmentId}
              columns={[
                {
                  key: 'expert',
                  title: t('contestJudging.expert'),
                  cell: (row) =>
                    row.seat ? `${row.expert} (${t('contestDesk.expert', { seat: row.seat })})` : row.expert,
                },
                {
                  key: 'state',
                  title: t('contestJudging.state'),
                  cell: (row) => t(`contestDesk.state.${row.state}`),
                },
                {
                  key: 'score',
                  title: t('contestJudging.score'),
                  numeric: true,
                  cell: (row) => (row.score === null ? '—' : exact(row.score, 2)),
                },
                {
                  key: 'comment',
                  title: t('contestDesk.comment'),
                  cell: (row) => <span className="break">{row.comment}</span>,
                },
              ]}
            />
            {of.remarks.length > 0 && (
              <ul className="judging-remarks">
                {of.remarks.map((row, index) => (
                  <li key={index}>
                    <b>{row.expert}</b> <When at={row.at} />
                    <p className="break">{row.text}</p>
                  </li>
                ))}
              </ul>
            )}
            <Rescore id={id} round={round} of={of} />
          </div>
        )}
      </Loaded>
    </Modal>
  )
}

const DAY_MS = 86_400_000
/** Long enough for everybody to read what was said and to think again. */
const DAYS = 3

function Rescore({
  id,
  round,
  of,
}: {
  readonly id: string
  readonly round: string
  readonly of: WorkSheets
}) {
  const { t } = useFormat()
  const rescore = useRescore(id, round)
  const [asking, setAsking] = useState(false)
  if (of.rescoreUntil !== null)
    return (
      <p className="why warn">
        {t('contestJudging.rescoreOpen')} <When at={of.rescoreUntil} />
      </p>
    )
  return (
    <div>
      <Button onClick={() => setAsking(true)}>{t('contestJudging.rescore')}</Button>
      {asking && (
        <ReasonDialog
          open
          title={t('contestJudging.rescore')}
          explain={t('contestJudging.rescoreAbout', { days: DAYS })}
          reasons={['disagree', 'appeal', 'conflict'].map((key) => t(`contestJudging.rescoreReason.${key}`))}
          confirm={t('contestJudging.rescore')}
          pending={rescore.isPending}
          error={rescore.error}
          onClose={() => setAsking(false)}
          onConfirm={(reason) =>
            rescore.mutate(
              { work: of.workId, reason, closesAt: Date.now() + DAYS * DAY_MS },
              { onSuccess: () => setAsking(false) },
            )
          }
        />
      )}
    </div>
  )
}
