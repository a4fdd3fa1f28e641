import { type ProofView, useContractProofs, useRemoteProofs } from '../../api/connector.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Num, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Mark } from './marks.tsx'

/** Proofs under a contract with another platform. */
export function RemoteProofs({ id }: { readonly id: string }) {
  return <Proofs of={useRemoteProofs(id)} />
}

/** Proofs under a contract of this platform whose consumer has a system of its own; nothing where there are none. */
export function ContractProofs({ id }: { readonly id: string }) {
  const proofs = useContractProofs(id)
  return proofs.data && proofs.data.items.length > 0 ? <Proofs of={proofs} /> : null
}

function Proofs({ of }: { readonly of: ReturnType<typeof useRemoteProofs> }) {
  const { t } = useFormat()
  return (
    <Card title={t('connector.proofs')} extra={<span className="faint">{t('connector.proofsHint')}</span>}>
      <Loaded of={of}>
        {({ items }) => (
          <Table<ProofView>
            caption={t('connector.proofs')}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty title={t('connector.noProofs')} hint={t('connector.noProofsHint')} />}
            columns={[
              {
                key: 'kind',
                title: t('connector.proof'),
                cell: (row) => (
                  <>
                    {t(`connector.proofKind.${row.kind}`)}
                    <div className="faint">{t(`connector.proofDirection.${row.direction}`)}</div>
                  </>
                ),
              },
              {
                key: 'state',
                title: t('connector.state'),
                cell: (row) => <Mark value={row.verified ? 'verified' : 'failed'} />,
              },
              {
                key: 'where',
                title: t('connector.inLog'),
                cell: (row) => (
                  <>
                    <code className="break">{row.origin}</code> #<Num value={row.leaf} />
                  </>
                ),
              },
              { key: 'at', title: t('connector.at'), cell: (row) => <When at={row.at} /> },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
