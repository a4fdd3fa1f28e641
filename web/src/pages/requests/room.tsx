import './room.css'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useRequest, useVersions } from '../../api/negotiation.ts'
import { useMe } from '../../api/session.ts'
import type { RequestView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { RiskCard } from '../../parts/risk/record.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { namesOf } from '../../parts/terms/names.ts'
import { Terms } from '../../parts/terms/terms.tsx'
import { ApprovalCard } from '../../parts/approval/approval-card.tsx'
import { RoomActions } from './room-actions.tsx'
import { Turn } from './turn.tsx'
import { Versions } from './versions.tsx'

/** The negotiation room: what stands now, how it came to it, and whose turn it is. */
export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const request = useRequest(id)
  if (request.data) return <Room request={request.data} />
  return (
    <Page title={t('shell.negotiation')}>
      <Card>
        <Loaded of={request}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Room({ request }: { readonly request: RequestView }) {
  const { t, name } = useFormat()
  const me = useMe()
  const side = request.providerId === me.participant.id ? 'provider' : 'consumer'
  const versions = useVersions(request.id, request.round)
  const product = name(request.productTitleZh, request.productTitleEn)
  const approving = request.approvalId !== null
  return (
    <Page
      title={t('negotiation.title', { product })}
      chips={<State kind="request" value={request.state} />}
      sub={t('negotiation.between', {
        consumer: name(request.consumerNameZh, request.consumerNameEn),
        provider: name(request.providerNameZh, request.providerNameEn),
      })}
      actions={<RoomActions request={request} side={side} approving={approving} />}
    >
      <div className="stack">
        <Turn request={request} side={side} approving={approving} />
        {request.approvalId && <ApprovalCard id={request.approvalId} />}
        <div className="grid room">
          <div className="stack">
            <Card
              title={t('negotiation.current')}
              extra={<Chip>{t('negotiation.version', { n: request.round })}</Chip>}
            >
              <Terms policy={request.policy} names={namesOf(request)} />
            </Card>
            <Card title={t('common.facts')}>
              <Facts rows={facts(request, t, product)} />
            </Card>
            <RiskCard requestId={request.id} />
          </div>
          <Card title={t('negotiation.talk')} className="talk-card">
            <Loaded of={versions}>
              {({ items }) => <Versions items={items} request={request} side={side} />}
            </Loaded>
          </Card>
        </div>
      </div>
    </Page>
  )
}

function facts(request: RequestView, t: (key: string) => string, product: string) {
  return [
    {
      key: 'product',
      name: t('contract.product'),
      value: <Link to={`/products/${request.productId}`}>{product}</Link>,
    },
    { key: 'project', name: t('contract.project'), value: request.projectTitle },
    { key: 'purpose', name: t('contract.purpose'), value: t(`purpose.${request.purpose}`) },
    { key: 'made', name: t('request.made'), value: <When at={request.createdAt} /> },
    ...(request.number
      ? [{ key: 'number', name: t('contract.number'), value: <Hash value={request.number} length={47} /> }]
      : []),
    {
      key: 'mode',
      name: t('contract.signMode'),
      value: t(`contract.signModes.${request.signMode}`),
    },
  ]
}
