import { Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type ProposalView, type RepairView, useApply, useDecide } from '../../api/repair.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Num } from '../../parts/say.tsx'

type Cell = ProposalView['samples'][number]
const keyOf = ({ table, column, row }: Pick<Cell, 'table' | 'column' | 'row'>): string =>
  `${table}:${column}:${row}`
const MEANING = { waiting: 'warn', approved: 'ok', rejected: 'no' } as const

/** Proposals that wait for a steward, group by group; approved groups are applied in one new version. */
export function ProposalCard({ run }: { readonly run: RepairView }) {
  const { t } = useTranslation()
  const go = useNavigate()
  const has = useHasRole()
  const apply = useApply()
  if (run.proposals.length === 0) return null
  const approved = run.proposals.some(({ state }) => state === 'approved')
  const mayApply = has('steward') && run.kind === 'repair'
  return (
    <Card
      title={t('repair.proposals')}
      extra={
        mayApply && (
          <Action
            primary
            loading={apply.isPending}
            whyNot={!approved && t('repair.approveFirst')}
            onClick={() => apply.mutate(run.id, { onSuccess: ({ runId }) => void go(`/repairs/${runId}`) })}
          >
            {t('repair.apply')}
          </Action>
        )
      }
    >
      <p className="muted">
        {t(run.kind === 'preview' ? 'repair.proposalsPreview' : 'repair.proposalsAbout')}
      </p>
      {apply.error && <Problem error={apply.error} />}
      <div className="stack">
        {run.proposals.map((group) => (
          <Group key={group.id} group={group} mayDecide={mayApply} />
        ))}
      </div>
    </Card>
  )
}

function Group({ group, mayDecide }: { readonly group: ProposalView; readonly mayDecide: boolean }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const decide = useDecide()
  const [asked, setAsked] = useState<'approved' | 'rejected' | null>(null)
  const [spared, setSpared] = useState<ReadonlySet<string>>(new Set())
  const open = group.state === 'waiting'
  const toggle = (key: string) => {
    const next = new Set(spared)
    if (!next.delete(key)) next.add(key)
    setSpared(next)
  }
  const send = (reason: string) => {
    if (asked === null) return
    const except = group.samples
      .filter((cell) => spared.has(keyOf(cell)))
      .map(({ table, column, row }) => ({ table, column, row }))
    decide.mutate({ id: group.id, decision: asked, reason, except }, { onSuccess: () => setAsked(null) })
  }
  return (
    <section className="stack tight" aria-label={name(group.titleZh, group.titleEn)}>
      <div className="row">
        <b>{name(group.titleZh, group.titleEn)}</b>
        <Chip meaning={MEANING[group.state]}>{t(`repair.proposalStates.${group.state}`)}</Chip>
        <span className="muted">
          <Num value={group.cells} /> {t('repair.cellsShort')}
        </span>
        <span style={{ flex: 1 }} />
        {open && mayDecide && (
          <>
            <Action danger onClick={() => setAsked('rejected')}>
              {t('repair.reject')}
            </Action>
            <Action onClick={() => setAsked('approved')}>{t('repair.approve')}</Action>
          </>
        )}
      </div>
      {group.reason !== null && <p className="muted">{group.reason}</p>}
      <ul className="plain mono">
        {group.samples.map((cell) => (
          <li key={keyOf(cell)}>
            {open && mayDecide ? (
              <Checkbox checked={!spared.has(keyOf(cell))} onChange={() => toggle(keyOf(cell))}>
                <Change cell={cell} />
              </Checkbox>
            ) : (
              <Change cell={cell} />
            )}
          </li>
        ))}
      </ul>
      <ReasonDialog
        open={asked !== null}
        title={t(asked === 'rejected' ? 'repair.reject' : 'repair.approve')}
        explain={t(asked === 'rejected' ? 'repair.rejectExplain' : 'repair.approveExplain', {
          cells: group.cells,
          spared: spared.size,
        })}
        reasons={[t('repair.reasons.checked'), t('repair.reasons.known'), t('repair.reasons.doubt')]}
        confirm={t(asked === 'rejected' ? 'repair.reject' : 'repair.approve')}
        danger={asked === 'rejected'}
        pending={decide.isPending}
        error={decide.error}
        onConfirm={send}
        onClose={() => setAsked(null)}
      />
    </section>
  )
}

function Change({ cell }: { readonly cell: Cell }) {
  const { t } = useTranslation()
  const empty = <em className="faint">{t('repair.empty')}</em>
  if (cell.column === '')
    return t('repair.mergeRow', { table: cell.table, row: cell.row, kept: cell.after ?? '' })
  return (
    <>
      {cell.table}.{cell.column} #{cell.row}: <del>{cell.before ?? empty}</del> →{' '}
      <ins>{cell.after ?? empty}</ins>
    </>
  )
}
