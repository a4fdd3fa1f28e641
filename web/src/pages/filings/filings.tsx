import { useState } from 'react'
import { Link } from 'react-router'
import { useContractChange, useFile, useFilings } from '../../api/contracts.ts'
import type { ContractView } from '../../api/types.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'

/** The operator's register 备案: what waits to be filed first, and what was filed. */
export function Component() {
  const { t, name } = useFormat()
  const options = useOptions()
  const { values } = useFilters()
  const [refusing, setRefusing] = useState<ContractView | null>(null)
  const list = useFilings({ state: values.state ?? 'filing', offset: values.offset, limit: PAGE_SIZE })
  const file = useFile()
  const columns: Column<ContractView>[] = [
    {
      key: 'contract',
      title: t('contract.product'),
      cell: (row) => (
        <>
          <Link to={`/contracts/${row.id}`}>
            <b>{name(row.productTitleZh, row.productTitleEn)}</b>
          </Link>
          <div className="faint mono">{row.number}</div>
        </>
      ),
    },
    { key: 'state', title: t('contract.state'), cell: (row) => <State kind="contract" value={row.state} /> },
    {
      key: 'parties',
      title: t('filing.parties'),
      cell: (row) => (
        <>
          {name(row.providerNameZh, row.providerNameEn)}
          <div className="faint">{name(row.consumerNameZh, row.consumerNameEn)}</div>
        </>
      ),
    },
    {
      key: 'checks',
      title: t('filing.checks'),
      cell: (row) => (
        <Chip meaning={row.intact ? 'seal' : 'no'}>
          {t(row.intact ? 'contract.intact' : 'contract.broken')}
        </Chip>
      ),
    },
    { key: 'agreed', title: t('contract.agreed'), cell: (row) => <When at={row.terms.agreedAt} /> },
    { key: 'filed', title: t('contract.filed'), cell: (row) => <When at={row.filedAt} /> },
    {
      key: 'act',
      title: t('common.actions'),
      cell: (row) =>
        row.state === 'filing' ? (
          <span className="row">
            <Action
              primary
              loading={file.isPending && file.variables === row.id}
              onClick={() => file.mutate(row.id)}
            >
              {t('filing.file')}
            </Action>
            <Action onClick={() => setRefusing(row)}>{t('filing.refuse')}</Action>
          </span>
        ) : (
          <span className="faint">—</span>
        ),
    },
  ]
  return (
    <Page title={t('shell.filings')} sub={t('filing.about')}>
      <div className="stack">
        {file.error ? <Problem error={file.error} /> : null}
        <List
          name="filings"
          caption={t('shell.filings')}
          of={list}
          columns={columns}
          rowKey={(row) => row.id}
          filters={[
            {
              key: 'state',
              kind: 'choice',
              label: t('contract.state'),
              options: options('state.contract', ['filing', 'active', 'suspended', 'ended', 'void']),
            },
          ]}
          empty={{ title: t('filing.none'), hint: t('filing.noneHint') }}
        />
      </div>
      {refusing && <Refusing contract={refusing} onClose={() => setRefusing(null)} />}
    </Page>
  )
}

function Refusing({ contract, onClose }: { readonly contract: ContractView; readonly onClose: () => void }) {
  const { t } = useFormat()
  const change = useContractChange(contract.id)
  return (
    <ReasonDialog
      open
      title={t('filing.refuse')}
      explain={t('contract.explain.refuse-filing')}
      reasons={['incomplete', 'policy'].map((one) => t(`contract.reason.${one}`))}
      confirm={t('filing.refuse')}
      danger
      pending={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={(reason) => change.mutate({ act: 'refuse-filing', reason }, { onSuccess: onClose })}
    />
  )
}
