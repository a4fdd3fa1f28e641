import './work.css'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useRemind, useWorks, type WorkBrief } from '../../api/contest-work.ts'
import { useContest } from '../../api/contests.ts'
import { bytes, date } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Num, When } from '../../parts/say.tsx'
import type { Column } from '../../parts/table.tsx'
import { ContestPage } from '../contests/contest-page.tsx'
import { Hints } from './hints.tsx'
import { WorkDrawer } from './work-drawer.tsx'

const STATE_MEANING = { none: 'none', draft: 'warn', submitted: 'ok' } as const

/** The works of a contest as its organiser sees them: who handed in, what is missing, what looks alike. */
export function Component() {
  const { t } = useFormat()
  return <ContestPage name={t('contestWork.title')}>{(id) => <OfContest id={id} />}</ContestPage>
}

function OfContest({ id }: { readonly id: string }) {
  const contest = useContest(id)
  return <Loaded of={contest}>{({ scheme }) => <Works contestId={id} scheme={scheme} />}</Loaded>
}

type Titled = { readonly code: string; readonly titleZh: string; readonly titleEn: string }
interface WorksProps {
  readonly contestId: string
  readonly scheme: { readonly rounds: readonly Titled[]; readonly divisions: readonly Titled[] }
}

function Works({ contestId, scheme }: WorksProps) {
  const { t, name } = useFormat()
  const { values, set } = useFilters()
  const [open, setOpen] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const remind = useRemind(contestId)
  const titled = (all: readonly Titled[]) =>
    all.map(({ code, titleZh, titleEn }) => ({ value: code, label: name(titleZh, titleEn) }))
  const rounds = titled(scheme.rounds)
  const divisions = new Map(titled(scheme.divisions).map(({ value, label }) => [value, label]))
  const round = values.round ?? rounds[0]?.value ?? ''
  const list = useWorks(contestId, { ...values, round, limit: PAGE_SIZE })
  const columns: Column<WorkBrief>[] = [
    {
      key: 'team',
      title: t('contestWork.team'),
      cell: (row) => (
        <>
          <Button type="link" onClick={() => setOpen(row.teamId)} disabled={row.version === 0}>
            {row.title}
          </Button>
          <div className="faint">
            {row.number} {row.team}
          </div>
        </>
      ),
    },
    {
      key: 'division',
      title: t('contestWork.division'),
      cell: (row) => divisions.get(row.division) ?? row.division,
    },
    {
      key: 'state',
      title: t('contestWork.state'),
      cell: (row) => (
        <div className="row">
          <Chip meaning={STATE_MEANING[row.state]}>{t(`contestWork.states.${row.state}`)}</Chip>
          {row.late && <Chip meaning="warn">{t('contestWork.inGrace')}</Chip>}
        </div>
      ),
    },
    {
      key: 'version',
      title: t('contestWork.versionShort'),
      numeric: true,
      cell: (row) => <Num value={row.version} />,
    },
    {
      key: 'at',
      title: t('contestWork.handedAt'),
      cell: (row) =>
        row.submittedAt === null ? <span className="faint">—</span> : <When at={row.submittedAt} />,
    },
    {
      key: 'bytes',
      title: t('contestWork.files'),
      numeric: true,
      cell: (row) => `${row.files} · ${bytes(row.bytes)}`,
    },
    {
      key: 'missing',
      title: t('contestWork.lacks'),
      cell: (row) =>
        row.state === 'submitted' ? (
          <span className="faint">—</span>
        ) : (
          <>
            <Num value={row.missing.length} />
            {row.remindedAt !== null && (
              <div className="faint">{t('contestWork.remindedAt', { at: date(row.remindedAt) })}</div>
            )}
          </>
        ),
    },
  ]
  return (
    <>
      <div className="row">
        <Select
          aria-label={t('contestWork.round')}
          value={round}
          options={rounds}
          onChange={(code: string) => set({ round: code })}
          style={{ minWidth: 160 }}
        />
        <span className="muted">
          {list.data && t('contestWork.counted', { submitted: list.data.submitted, teams: list.data.teams })}
        </span>
        <span style={{ flex: 1 }} />
        <Button onClick={() => setAsking(true)}>{t('contestWork.remind')}</Button>
      </div>
      {remind.data && (
        <p className="muted" role="status">
          {t('contestWork.remindedTeams', { teams: remind.data.teams })}
        </p>
      )}
      <List
        name="contest-works"
        caption={t('contestWork.title')}
        of={list}
        columns={columns}
        rowKey={(row) => row.teamId}
        filters={[
          { key: 'q', kind: 'text', label: t('contestWork.search') },
          {
            key: 'state',
            kind: 'choice',
            label: t('contestWork.state'),
            options: (['none', 'draft', 'submitted'] as const).map((value) => ({
              value,
              label: t(`contestWork.states.${value}`),
            })),
          },
          {
            key: 'division',
            kind: 'choice',
            label: t('contestWork.division'),
            options: titled(scheme.divisions),
          },
        ]}
        empty={{ title: t('contestWork.noTeams'), hint: t('contestWork.noTeamsHint') }}
        exportRow={{
          header: [
            t('contestWork.number'),
            t('contestWork.team'),
            t('contestWork.work'),
            t('contestWork.state'),
            t('contestWork.handedAt'),
          ],
          row: (row) => [
            row.number,
            row.team,
            row.title,
            t(`contestWork.states.${row.state}`),
            row.submittedAt === null ? null : date(row.submittedAt),
          ],
        }}
      />
      <Hints contestId={contestId} round={round} />
      <WorkDrawer contestId={contestId} round={round} teamId={open} onClose={() => setOpen(null)} />
      {asking && (
        <ConfirmDialog
          title={t('contestWork.remind')}
          explain={t('contestWork.remindWhat')}
          confirm={t('contestWork.remind')}
          pending={remind.isPending}
          error={remind.error}
          onConfirm={() => remind.mutate(round, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
