import { Button, Select } from 'antd'
import { useState } from 'react'
import { type SheetBrief, useReopen, useSheets } from '../../api/contest-judging.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { Chip } from '../../parts/chip.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { WorkDialog } from './work.tsx'

const SHOWS = ['missing', 'late', 'submitted', 'all'] as const

/** Sheets that are missing, late or in. */
export function Sheets({ id, round }: { readonly id: string; readonly round: string }) {
  const { t } = useFormat()
  const { values, set } = useFilters()
  const show = SHOWS.find((one) => one === values.show) ?? 'missing'
  const sheets = useSheets(id, round, {
    show,
    q: values.q,
    offset: Number(values.offset ?? 0),
    limit: PAGE_SIZE,
  })
  const [open, setOpen] = useState<string | null>(null)
  return (
    <div className="stack">
      <Select
        aria-label={t('contestJudging.show')}
        value={show}
        onChange={(next) => set({ show: next })}
        options={SHOWS.map((value) => ({ value, label: t(`contestJudging.shows.${value}`) }))}
        style={{ width: 200 }}
      />
      <List
        name="judging-sheets"
        caption={t('contestJudging.part.sheets')}
        of={sheets}
        filters={[{ key: 'q', kind: 'text', label: t('contestJudging.find') }]}
        rowKey={(row) => row.assignmentId}
        empty={{ title: t('contestJudging.noSheets'), hint: t('contestJudging.noSheetsHint') }}
        columns={[
          { key: 'expert', title: t('contestJudging.expert'), cell: (row) => row.expert },
          {
            key: 'work',
            title: t('contestJudging.work'),
            cell: (row) => (
              <button type="button" className="plain-button link break" onClick={() => setOpen(row.workId)}>
                {row.number} {row.title}
              </button>
            ),
          },
          { key: 'team', title: t('contestJudging.team'), cell: (row) => row.team },
          {
            key: 'state',
            title: t('contestJudging.state'),
            cell: (row) => (
              <Chip meaning={row.state === 'submitted' ? (row.late ? 'warn' : 'ok') : 'none'}>
                {t(row.late ? 'contestJudging.number.late' : `contestDesk.state.${row.state}`)}
              </Chip>
            ),
          },
          {
            key: 'score',
            title: t('contestJudging.score'),
            numeric: true,
            cell: (row) => (row.score === null ? '—' : exact(row.score, 2)),
          },
          { key: 'at', title: t('contestJudging.submittedAt'), cell: (row) => <When at={row.submittedAt} /> },
          { key: 'act', title: '', cell: (row) => <Reopen id={id} round={round} of={row} /> },
        ]}
      />
      {open && <WorkDialog id={id} round={round} work={open} onClose={() => setOpen(null)} />}
    </div>
  )
}

function Reopen({ id, round, of }: { readonly id: string; readonly round: string; readonly of: SheetBrief }) {
  const { t } = useFormat()
  const reopen = useReopen(id, round)
  const [asking, setAsking] = useState(false)
  if (!of.reopenable) return null
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('contestJudging.reopen')}
      </Button>
      {asking && (
        <ReasonDialog
          open
          title={t('contestJudging.reopenTitle', { expert: of.expert })}
          explain={t('contestJudging.reopenAbout')}
          reasons={['mistake', 'asked'].map((key) => t(`contestJudging.reopenReason.${key}`))}
          confirm={t('contestJudging.reopen')}
          pending={reopen.isPending}
          error={reopen.error}
          onClose={() => setAsking(false)}
          onConfirm={(reason) =>
            reopen.mutate({ assignment: of.assignmentId, reason }, { onSuccess: () => setAsking(false) })
          }
        />
      )}
    </>
  )
}
