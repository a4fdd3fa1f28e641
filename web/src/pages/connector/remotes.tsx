import { Link } from 'react-router'
import { useRemotes } from '../../api/connector.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Mark } from './marks.tsx'

/** Contracts of the own body with other platforms. */
export function Remotes() {
  const { t } = useFormat()
  const remotes = useRemotes(true)
  return (
    <Card title={t('connector.contracts')}>
      <Loaded of={remotes}>
        {({ items }) => (
          <Table
            caption={t('connector.contracts')}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty title={t('connector.noContracts')} hint={t('connector.noContractsHint')} />}
            columns={[
              {
                key: 'name',
                title: t('connector.contract'),
                cell: (row) => (
                  <>
                    <Link to={`/connector/contracts/${row.id}`}>
                      <b>{row.name}</b>
                    </Link>
                    <div className="faint">
                      {row.productName} · {row.peerName}
                    </div>
                  </>
                ),
              },
              {
                key: 'state',
                title: t('connector.state'),
                cell: (row) => (
                  <>
                    <Mark value={row.state} />
                    {row.state === 'negotiating' && (
                      <div className="faint">{t(`connector.turn.${row.turn}`)}</div>
                    )}
                  </>
                ),
              },
              { key: 'at', title: t('connector.begun'), cell: (row) => <When at={row.createdAt} /> },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
