import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useRequests } from '../../api/flow.ts'
import type { RequestView } from '../../api/types.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'
import { RiskChip } from './risk-chip.tsx'

/** Requests with where they stand, in one direction. */
export function RequestList({ direction }: { readonly direction: 'in' | 'out' }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const options = useOptions()
  const { values } = useFilters()
  const list = useRequests({ direction, state: values.state, offset: values.offset, limit: PAGE_SIZE })
  const ours = direction === 'in' ? 'provider' : 'consumer'
  const columns: Column<RequestView>[] = [
    {
      key: 'product',
      title: t('contract.product'),
      cell: (row) => (
        <>
          <Link to={`/requests/${row.id}`}>
            <b>{name(row.productTitleZh, row.productTitleEn)}</b>
          </Link>
          <div className="faint">{row.projectTitle}</div>
        </>
      ),
    },
    {
      key: 'state',
      title: t('contract.state'),
      cell: (row) => (
        <>
          <State kind="request" value={row.state} />
          {row.state === 'waiting' && (
            <div className={row.turn === ours ? 'warn' : 'faint'}>
              {t(
                row.approvalId
                  ? 'request.turn.approval'
                  : row.turn === ours
                    ? 'request.turn.ours'
                    : 'request.turn.theirs',
              )}
            </div>
          )}
        </>
      ),
    },
    direction === 'in'
      ? {
          key: 'consumer',
          title: t('contract.consumer'),
          cell: (row) => name(row.consumerNameZh, row.consumerNameEn),
        }
      : {
          key: 'provider',
          title: t('contract.provider'),
          cell: (row) => name(row.providerNameZh, row.providerNameEn),
        },
    { key: 'purpose', title: t('contract.purpose'), cell: (row) => t(`purpose.${row.purpose}`) },
    {
      key: 'risk',
      title: t('request.risk'),
      cell: (row) => (row.risk ? <RiskChip risk={row.risk} /> : <span className="faint">—</span>),
    },
    {
      key: 'round',
      title: t('request.version'),
      numeric: true,
      cell: (row) => row.round,
    },
    { key: 'at', title: t('request.made'), cell: (row) => <When at={row.createdAt} /> },
    {
      key: 'contract',
      title: t('shell.contract'),
      cell: (row) =>
        row.contractId ? (
          <Link to={`/contracts/${row.contractId}`}>{t('request.toContract')}</Link>
        ) : (
          <span className="faint">{row.answer ?? '—'}</span>
        ),
    },
  ]
  return (
    <List
      name={`requests-${direction}`}
      caption={t('shell.requests')}
      of={list}
      columns={columns}
      rowKey={(row) => row.id}
      filters={[
        {
          key: 'state',
          kind: 'choice',
          label: t('contract.state'),
          options: options('state.request', ['waiting', 'approved', 'rejected', 'withdrawn']),
        },
      ]}
      empty={{
        title: t('request.none'),
        hint: t(direction === 'out' ? 'request.noneOut' : 'request.noneIn'),
        action: direction === 'out' && <LinkButton to="/products">{t('contract.findMore')}</LinkButton>,
      }}
    />
  )
}
