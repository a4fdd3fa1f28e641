import '../../parts/approval/approval.css'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useApprovals } from '../../api/approvals.ts'
import type { ApprovalView } from '../../api/types.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { Empty } from '../../parts/empty.tsx'
import { subjectPath, Waiting } from '../../parts/approval/approval-card.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { Table } from '../../parts/table.tsx'
import { Chains } from './chains.tsx'
import { Delegations } from './delegations.tsx'

const VIEWS = ['mine', 'all', 'chains', 'delegations'] as const

/** Approvals inside the own body: what waits for me, what was decided, who decides, and who decides in my place. */
export function Component() {
  const { t } = useTranslation()
  const { values, set } = useFilters()
  const view = VIEWS.find((one) => one === values.view) ?? 'mine'
  return (
    <Page title={t('shell.approvals')} sub={t('approval.about')}>
      <div className="stack">
        <div className="segments">
          <Segmented
            aria-label={t('approval.view')}
            value={view}
            onChange={(next) => set({ view: next })}
            options={VIEWS.map((value) => ({ value, label: t(`approval.views.${value}`) }))}
          />
        </div>
        {view === 'mine' && <Mine />}
        {view === 'all' && <All />}
        {view === 'chains' && <Chains />}
        {view === 'delegations' && <Delegations />}
      </div>
    </Page>
  )
}

function Mine() {
  const { t } = useTranslation()
  const waiting = useApprovals({ state: 'waiting', limit: 200 })
  return (
    <Loaded of={waiting}>
      {({ items }) => {
        const mine = items.filter((one) => one.mine)
        return mine.length === 0 ? (
          <Card>
            <Empty title={t('approval.none')} hint={t('approval.noneHint')} />
          </Card>
        ) : (
          <>
            {mine.map((approval) => (
              <Waiting key={approval.id} approval={approval} about />
            ))}
          </>
        )
      }}
    </Loaded>
  )
}

function All() {
  const { t } = useTranslation()
  const all = useApprovals({ limit: 200 })
  return (
    <Card>
      <Loaded of={all}>
        {({ items }) => (
          <Table
            caption={t('approval.views.all')}
            rows={items}
            rowKey={(row: ApprovalView) => row.id}
            empty={<Empty title={t('approval.noneAtAll')} hint={t('approval.noneAtAllHint')} />}
            columns={[
              {
                key: 'act',
                title: t('approval.what'),
                cell: (row) => <Link to={subjectPath(row)}>{t(`approval.act.${row.act}`)}</Link>,
              },
              {
                key: 'state',
                title: t('contract.state'),
                cell: (row) => <State kind="approval" value={row.state} />,
              },
              {
                key: 'step',
                title: t('approval.progress'),
                cell: (row) =>
                  t('approval.stepOf', {
                    step: Math.min(row.step + 1, row.steps.length),
                    all: row.steps.length,
                  }),
              },
              { key: 'asked', title: t('approval.since'), cell: (row) => <When at={row.createdAt} /> },
              { key: 'closed', title: t('approval.closed'), cell: (row) => <When at={row.closedAt} /> },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
