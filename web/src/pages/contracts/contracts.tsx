import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useContracts } from '../../api/flow.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import type { ContractView } from '../../api/types.ts'
import { date } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Page } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'
import { RunsLeft } from './runs-left.tsx'

export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const options = useOptions()
  const has = useHasRole()
  const me = useMe()
  const { values } = useFilters()
  const consumes = me.participant.roles.includes('consumer')
  // Overseeing officers see the contracts of all bodies unless they choose a side.
  const side =
    values.side ?? (has('auditor', 'security_officer') ? undefined : consumes ? 'consumer' : 'provider')
  const list = useContracts({ ...values, side, limit: PAGE_SIZE })
  const columns: Column<ContractView>[] = [
    {
      key: 'product',
      title: t('contract.product'),
      cell: (row) => (
        <>
          <Link to={`/contracts/${row.id}`}>
            <b>{name(row.productTitleZh, row.productTitleEn)}</b>
          </Link>
          <div className="faint">{row.projectTitle}</div>
        </>
      ),
    },
    { key: 'state', title: t('contract.state'), cell: (row) => <State kind="contract" value={row.state} /> },
    {
      key: 'provider',
      title: t('contract.provider'),
      cell: (row) => name(row.providerNameZh, row.providerNameEn),
    },
    {
      key: 'consumer',
      title: t('contract.consumer'),
      cell: (row) => name(row.consumerNameZh, row.consumerNameEn),
    },
    { key: 'purpose', title: t('contract.purpose'), cell: (row) => t(`purpose.${row.terms.purpose}`) },
    { key: 'left', title: t('contract.left'), numeric: true, cell: (row) => <RunsLeft contract={row} /> },
    { key: 'until', title: t('contract.until'), cell: (row) => <When at={row.terms.policy.until} /> },
  ]
  return (
    <Page
      title={t('shell.contracts')}
      sub={t('contract.about')}
      actions={has('developer') && <LinkButton to="/products">{t('contract.findMore')}</LinkButton>}
    >
      <List
        name="contracts"
        caption={t('shell.contracts')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[
          {
            key: 'side',
            kind: 'choice',
            label: t('contract.side'),
            options: options('contract.sides', ['provider', 'consumer']),
          },
          {
            key: 'state',
            kind: 'choice',
            label: t('contract.state'),
            options: options('state.contract', ['active', 'suspended', 'ended']),
          },
        ]}
        empty={{
          title: t('contract.none'),
          hint: t(consumes ? 'contract.noneAsk' : 'contract.noneWait'),
          action: consumes && <LinkButton to="/products">{t('contract.findMore')}</LinkButton>,
        }}
        exportRow={{
          header: [
            'contract.product',
            'contract.project',
            'contract.state',
            'contract.provider',
            'contract.consumer',
            'contract.until',
          ].map((key) => t(key)),
          row: (row) => [
            name(row.productTitleZh, row.productTitleEn),
            row.projectTitle,
            t(`state.contract.${row.state}`),
            name(row.providerNameZh, row.providerNameEn),
            name(row.consumerNameZh, row.consumerNameEn),
            date(row.terms.policy.until),
          ],
        }}
      />
    </Page>
  )
}
