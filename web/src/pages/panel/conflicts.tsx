import { Button, Input } from 'antd'
import { useState } from 'react'
import {
  type ConflictView,
  useAddAlias,
  useAliases,
  useAskLift,
  useConflicts,
  useDecideLift,
  useRemoveAlias,
} from '../../api/panel.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { useOptions } from '../../parts/options.ts'

/** Whom an expert must not judge, why, and the way out of a mistake: two officers. */
export function Conflicts({ id }: { readonly id: string }) {
  const { t, list } = useFormat()
  const options = useOptions()
  const { values } = useFilters()
  const [lifting, setLifting] = useState<ConflictView | null>(null)
  const [deciding, setDeciding] = useState<{ conflict: ConflictView; agrees: boolean } | null>(null)
  const ask = useAskLift(id)
  const decide = useDecideLift(id)
  const of = useConflicts(id, { state: values.state, offset: values.offset, limit: PAGE_SIZE })
  return (
    <div className="stack">
      <List
        name="conflicts"
        caption={t('contestPanel.part.conflicts')}
        of={of}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('contestPanel.state'),
            options: options('contestPanel.conflictState', ['standing', 'lifted']),
          },
        ]}
        rowKey={(row) => row.id}
        empty={{ title: t('contestPanel.noConflicts'), hint: t('contestPanel.noConflictsHint') }}
        columns={[
          { key: 'expert', title: t('contestPanel.expert'), cell: (row) => row.expert },
          {
            key: 'team',
            title: t('contestPanel.team'),
            cell: (row) => (
              <>
                {row.team} <span className="faint">{list(row.bodies)}</span>
              </>
            ),
          },
          {
            key: 'kind',
            title: t('contestPanel.why'),
            cell: (row) => (
              <>
                {t(`contestPanel.kind.${row.kind}`)}{' '}
                <span className="faint">
                  {row.byRule ? t(`contestPanel.rule.${row.note}`, { defaultValue: row.note }) : row.note}
                </span>
              </>
            ),
          },
          {
            key: 'state',
            title: t('contestPanel.state'),
            cell: (row) => (
              <>
                <Chip meaning={row.state === 'standing' ? 'no' : 'none'}>
                  {t(`contestPanel.conflictState.${row.state}`)}
                </Chip>
                {row.liftReason && <div className="faint">{row.liftReason}</div>}
              </>
            ),
          },
          {
            key: 'act',
            title: '',
            cell: (row) =>
              row.state === 'standing' &&
              (row.liftReason === null ? (
                <Button size="small" onClick={() => setLifting(row)}>
                  {t('contestPanel.lift')}
                </Button>
              ) : (
                <span className="row">
                  <Action
                    whyNot={row.liftByReader && t('contestPanel.secondOfficer')}
                    onClick={() => setDeciding({ conflict: row, agrees: true })}
                  >
                    {t('contestPanel.agree')}
                  </Action>
                  <Button onClick={() => setDeciding({ conflict: row, agrees: false })}>
                    {t('contestPanel.refuse')}
                  </Button>
                </span>
              )),
          },
        ]}
      />
      <Aliases id={id} />
      {lifting && (
        <ReasonDialog
          open
          title={t('contestPanel.lift')}
          explain={t('contestPanel.liftAbout', { expert: lifting.expert, team: lifting.team })}
          reasons={[t('contestPanel.reason.namesake'), t('contestPanel.reason.otherBody')]}
          confirm={t('contestPanel.lift')}
          pending={ask.isPending}
          error={ask.error}
          onClose={() => setLifting(null)}
          onConfirm={(reason) =>
            ask.mutate({ conflict: lifting.id, reason }, { onSuccess: () => setLifting(null) })
          }
        />
      )}
      {deciding && (
        <ConfirmDialog
          title={t(deciding.agrees ? 'contestPanel.agree' : 'contestPanel.refuse')}
          explain={deciding.conflict.liftReason ?? ''}
          confirm={t('contestPanel.confirm')}
          danger={deciding.agrees}
          pending={decide.isPending}
          error={decide.error}
          onClose={() => setDeciding(null)}
          onConfirm={() =>
            decide.mutate(
              { conflict: deciding.conflict.id, agrees: deciding.agrees },
              { onSuccess: () => setDeciding(null) },
            )
          }
        />
      )}
    </div>
  )
}

/** What else bodies are called: for conflicts, and for mentions in works. */
function Aliases({ id }: { readonly id: string }) {
  const { t } = useFormat()
  const aliases = useAliases(id)
  const add = useAddAlias(id)
  const remove = useRemoveAlias(id)
  const [name, setName] = useState('')
  const [alias, setAlias] = useState('')
  return (
    <Card title={t('contestPanel.aliases')}>
      <div className="stack tight">
        <p className="faint">{t('contestPanel.aliasesAbout')}</p>
        <Loaded of={aliases}>
          {({ items }) => (
            <ul className="panel-list">
              {items.map((one) => (
                <li key={one.id} className="panel-row">
                  <span>
                    {one.name} = {one.alias}
                  </span>
                  <Button size="small" onClick={() => remove.mutate(one.id)}>
                    {t('contestPanel.remove')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
        <div className="panel-row">
          <Input
            style={{ maxWidth: 240 }}
            aria-label={t('contestPanel.bodyName')}
            placeholder={t('contestPanel.bodyName')}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Input
            style={{ maxWidth: 240 }}
            aria-label={t('contestPanel.alias')}
            placeholder={t('contestPanel.alias')}
            maxLength={200}
            value={alias}
            onChange={(event) => setAlias(event.target.value)}
          />
          <Button
            loading={add.isPending}
            disabled={name.trim().length < 2 || alias.trim().length < 2}
            onClick={() =>
              add.mutate(
                { name: name.trim(), alias: alias.trim() },
                {
                  onSuccess: () => {
                    setName('')
                    setAlias('')
                  },
                },
              )
            }
          >
            {t('contestPanel.add')}
          </Button>
        </div>
        {add.error ? <Problem error={add.error} /> : null}
      </div>
    </Card>
  )
}
