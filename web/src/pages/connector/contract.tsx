import { useParams } from 'react-router'
import { type RemoteContractView, useRemote } from '../../api/connector.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Terms } from '../../parts/terms/terms.tsx'
import { RemoteActions } from './actions.tsx'
import { Mark } from './marks.tsx'
import { RemoteProofs } from './proofs.tsx'
import { RemoteUse } from './use.tsx'

/** One contract with another platform: text, versions, signatures, use, proofs. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const remote = useRemote(id)
  if (remote.data) return <Remote remote={remote.data} />
  return (
    <Page title={t('connector.contract')}>
      <Card>
        <Loaded of={remote}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Remote({ remote }: { readonly remote: RemoteContractView }) {
  const { t } = useFormat()
  const inForce = remote.state !== 'negotiating' && remote.state !== 'signing'
  return (
    <Page
      title={remote.name}
      chips={<Mark value={remote.state} />}
      sub={t(`connector.whatNow.${remote.state === 'negotiating' ? remote.turn : remote.state}`)}
      actions={<RemoteActions remote={remote} />}
    >
      <div className="stack">
        {inForce && <RemoteUse remote={remote} />}
        <Card title={t('connector.text')}>
          <Terms policy={remote.policy} text={{ zh: remote.textZh, en: remote.textEn }} />
        </Card>
        <Card title={t('connector.facts')}>
          <Facts
            one
            rows={[
              { key: 'peer', name: t('connector.platform'), value: remote.peerName },
              { key: 'product', name: t('connector.product'), value: remote.productName },
              {
                key: 'number',
                name: t('connector.number'),
                value: <code className="break">{remote.number}</code>,
              },
              { key: 'purpose', name: t('connector.purpose'), value: t(`purpose.${remote.purpose}`) },
              {
                key: 'hash',
                name: t('connector.hash'),
                value: remote.hash ? <code className="break">{remote.hash}</code> : t('connector.noHash'),
              },
            ]}
          />
        </Card>
        <Signatures remote={remote} />
        <Versions remote={remote} />
        {inForce && <RemoteProofs id={remote.id} />}
      </div>
    </Page>
  )
}

function Signatures({ remote }: { readonly remote: RemoteContractView }) {
  const { t } = useFormat()
  if (remote.signatures.length === 0) return null
  return (
    <Card
      title={t('connector.signatures')}
      extra={<span className="faint">{t('connector.verifiedHere')}</span>}
    >
      <Table
        caption={t('connector.signatures')}
        rows={remote.signatures}
        rowKey={(row) => row.entityId}
        columns={[
          { key: 'who', title: t('connector.body'), cell: (row) => <code>{row.entityId}</code> },
          {
            key: 'valid',
            title: t('connector.state'),
            cell: (row) => <Mark value={row.valid ? 'verified' : 'failed'} />,
          },
          { key: 'at', title: t('connector.at'), cell: (row) => <When at={row.signedAt} /> },
        ]}
      />
    </Card>
  )
}

function Versions({ remote }: { readonly remote: RemoteContractView }) {
  const { t } = useFormat()
  if (remote.versions.length === 0) return null
  return (
    <Card title={t('connector.versions')}>
      <Table
        caption={t('connector.versions')}
        rows={remote.versions}
        rowKey={(row) => String(row.n)}
        columns={[
          { key: 'n', title: t('connector.version'), cell: (row) => row.n },
          { key: 'side', title: t('connector.by'), cell: (row) => t(`connector.side.${row.side}`) },
          { key: 'runs', title: t('connector.runs'), numeric: true, cell: (row) => row.policy.maxRuns },
          { key: 'until', title: t('connector.until'), cell: (row) => <When at={row.policy.until} /> },
          { key: 'at', title: t('connector.at'), cell: (row) => <When at={row.at} /> },
        ]}
      />
    </Card>
  )
}
