import './panel.css'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import {
  type DeclarationRow,
  type DeskPanel,
  useDeclaration,
  useDeclare,
  useDeskPanels,
} from '../../api/panel.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'

/** An expert says whom he must not judge, before anything is assigned. */
export function Component() {
  const { t } = useFormat()
  return (
    <Page title={t('contestPanel.declare')} sub={t('contestPanel.declareAbout')}>
      <Loaded of={useDeskPanels()}>
        {({ items }) => (
          <div className="stack">
            {items.length === 0 && (
              <Empty title={t('contestPanel.noPanels')} hint={t('contestPanel.noPanelsHint')} />
            )}
            {items.map((panel) => (
              <Panel key={`${panel.contestId} ${panel.round}`} panel={panel} />
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Panel({ panel }: { readonly panel: DeskPanel }) {
  const { t, name } = useFormat()
  const [open, setOpen] = useState(false)
  return (
    <Card
      title={`${name(panel.titleZh, panel.titleEn)} · ${name(panel.roundZh, panel.roundEn)}`}
      extra={
        panel.declaredAt === null ? (
          <Chip meaning="warn">{t('contestPanel.undeclared')}</Chip>
        ) : (
          <Chip meaning="ok">{t('contestPanel.declared')}</Chip>
        )
      }
    >
      {panel.declaredAt !== null ? (
        <p>
          {t('contestPanel.declaredAt')} <When at={panel.declaredAt} />
        </p>
      ) : !panel.ready ? (
        <p className="faint">{t('contestPanel.declareLater')}</p>
      ) : open ? (
        <Declaration panel={panel} />
      ) : (
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('contestPanel.declareNow')}
        </Button>
      )}
    </Card>
  )
}

function Declaration({ panel }: { readonly panel: DeskPanel }) {
  return (
    <Loaded of={useDeclaration({ contestId: panel.contestId, round: panel.round })} lines={8}>
      {({ items }) => <Ticks panel={panel} rows={items} />}
    </Loaded>
  )
}

function Ticks({ panel, rows }: { readonly panel: DeskPanel; readonly rows: readonly DeclarationRow[] }) {
  const { t, list } = useFormat()
  const send = useDeclare()
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map())
  const [find, setFind] = useState('')
  const [asking, setAsking] = useState(false)
  const shown = rows.filter(({ team, bodies }) =>
    [team, ...bodies].some((word) => word.includes(find.trim())),
  )
  const toggle = (ref: string) => {
    const next = new Map(chosen)
    if (!next.delete(ref)) next.set(ref, '')
    setChosen(next)
  }
  return (
    <div className="stack tight">
      <p>{t('contestPanel.tickThose')}</p>
      <Input
        type="search"
        aria-label={t('contestPanel.find')}
        placeholder={t('contestPanel.find')}
        value={find}
        onChange={(event) => setFind(event.target.value)}
      />
      <ul className="panel-list">
        {shown.map((row) => (
          <li key={row.ref}>
            <Checkbox checked={chosen.has(row.ref)} onChange={() => toggle(row.ref)}>
              <b>{row.team}</b> <span className="faint">{list(row.bodies)}</span>
            </Checkbox>
            {chosen.has(row.ref) && (
              <Input
                aria-label={t('contestPanel.tie', { team: row.team })}
                placeholder={t('contestPanel.tieHint')}
                maxLength={500}
                value={chosen.get(row.ref)}
                onChange={(event) => setChosen(new Map(chosen).set(row.ref, event.target.value))}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="row">
        <Action primary loading={send.isPending} onClick={() => setAsking(true)}>
          {t(chosen.size === 0 ? 'contestPanel.declareNone' : 'contestPanel.declareSome', {
            count: chosen.size,
          })}
        </Action>
      </div>
      {asking && (
        <ConfirmDialog
          title={t('contestPanel.declare')}
          explain={t('contestPanel.declareOnce', { count: chosen.size })}
          confirm={t('contestPanel.confirm')}
          pending={send.isPending}
          error={send.error}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            send.mutate(
              {
                contestId: panel.contestId,
                round: panel.round,
                conflicts: [...chosen].map(([ref, note]) => ({ ref, note: note.trim() })),
              },
              { onSuccess: () => setAsking(false) },
            )
          }
        />
      )}
    </div>
  )
}
