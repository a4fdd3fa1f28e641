import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { type PoolView, useExpertState, usePool, useSetPanel } from '../../api/panel.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Table } from '../../parts/table.tsx'
import { ExpertForm } from './expert-form.tsx'
import { ImportExperts } from './import.tsx'

interface Props {
  readonly id: string
  readonly round: string
  readonly divisions: readonly { code: string; titleZh: string; titleEn: string }[]
}

/** The pool of the organising body; the ticks are the panel of the round. */
export function Experts({ id, round, divisions }: Props) {
  const { t } = useFormat()
  const [editing, setEditing] = useState<PoolView | 'new' | null>(null)
  const [importing, setImporting] = useState(false)
  return (
    <Card
      title={t('contestPanel.pool')}
      extra={
        <span className="row">
          <Button onClick={() => setImporting(true)}>{t('contestPanel.import')}</Button>
          <Button onClick={() => setEditing('new')}>{t('contestPanel.addExpert')}</Button>
        </span>
      }
    >
      <Loaded of={usePool(id, round)}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('contestPanel.noPool')} hint={t('contestPanel.noPoolHint')} />
          ) : (
            <Pool id={id} round={round} items={items} divisions={divisions} onEdit={setEditing} />
          )
        }
      </Loaded>
      {editing && (
        <ExpertForm
          id={id}
          divisions={divisions}
          of={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {importing && <ImportExperts id={id} onClose={() => setImporting(false)} />}
    </Card>
  )
}

function Pool({
  id,
  round,
  items,
  divisions,
  onEdit,
}: Props & { readonly items: readonly PoolView[]; readonly onEdit: (expert: PoolView) => void }) {
  const { t, list, name } = useFormat()
  const save = useSetPanel(id, round)
  const state = useExpertState(id)
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null)
  const [turning, setTurning] = useState<PoolView | null>(null)
  const saved = new Set(items.filter(({ onPanel }) => onPanel).map((one) => one.id))
  const now = chosen ?? saved
  const changed =
    chosen !== null && (chosen.size !== saved.size || [...chosen].some((one) => !saved.has(one)))
  const toggle = (expert: string) => {
    const next = new Set(now)
    if (!next.delete(expert)) next.add(expert)
    setChosen(next)
  }
  const titleOf = (code: string) => {
    const division = divisions.find((one) => one.code === code)
    return division ? name(division.titleZh, division.titleEn) : code
  }
  return (
    <div className="stack">
      <Table
        caption={t('contestPanel.pool')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'on',
            title: t('contestPanel.onPanel'),
            cell: (row) => (
              <Checkbox
                aria-label={t('contestPanel.onPanelOf', { name: row.name })}
                checked={now.has(row.id)}
                onChange={() => toggle(row.id)}
              />
            ),
          },
          {
            key: 'name',
            title: t('contestPanel.name'),
            cell: (row) => (
              <>
                <b>{row.name}</b> <span className="faint">{row.title}</span>
              </>
            ),
          },
          {
            key: 'home',
            title: t('contestPanel.home'),
            cell: (row) => name(row.home.nameZh, row.home.nameEn),
          },
          { key: 'fields', title: t('contestPanel.fields'), cell: (row) => list(row.fields.map(titleOf)) },
          {
            key: 'load',
            title: t('contestPanel.load'),
            numeric: true,
            cell: (row) => `${row.load} / ${row.maxLoad}`,
          },
          {
            key: 'state',
            title: t('contestPanel.state'),
            cell: (row) =>
              row.state === 'away' ? (
                <Chip meaning="warn">{t('contestPanel.away')}</Chip>
              ) : !row.onPanel ? null : row.declaredAt === null ? (
                <Chip meaning="warn">{t('contestPanel.undeclared')}</Chip>
              ) : (
                <Chip meaning="ok">{t('contestPanel.declared')}</Chip>
              ),
          },
          {
            key: 'act',
            title: '',
            cell: (row) => (
              <span className="row">
                <Button size="small" onClick={() => onEdit(row)}>
                  {t('contestPanel.edit')}
                </Button>
                <Button size="small" onClick={() => setTurning(row)}>
                  {t(row.state === 'away' ? 'contestPanel.setActive' : 'contestPanel.setAway')}
                </Button>
              </span>
            ),
          },
        ]}
      />
      <div className="row">
        <Action
          primary
          whyNot={!changed && t('contestPanel.nothingChanged')}
          loading={save.isPending}
          onClick={() => save.mutate([...now], { onSuccess: () => setChosen(null) })}
        >
          {t('contestPanel.savePanel', { count: now.size })}
        </Action>
      </div>
      {save.error ? <Problem error={save.error} /> : null}
      {turning && (
        <ReasonDialog
          open
          title={t(turning.state === 'away' ? 'contestPanel.setActive' : 'contestPanel.setAway')}
          explain={t('contestPanel.awayWhy')}
          reasons={[
            t('contestPanel.reason.travel'),
            t('contestPanel.reason.ill'),
            t('contestPanel.reason.back'),
          ]}
          confirm={t('contestPanel.confirm')}
          pending={state.isPending}
          error={state.error}
          onClose={() => setTurning(null)}
          onConfirm={(reason) =>
            state.mutate(
              { expertId: turning.id, state: turning.state === 'away' ? 'active' : 'away', reason },
              { onSuccess: () => setTurning(null) },
            )
          }
        />
      )}
    </div>
  )
}
