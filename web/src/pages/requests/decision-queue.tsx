import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { useApprove, useReject, useRequests } from '../../api/flow.ts'
import type { RequestView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Differences } from '../../parts/difference/differences.tsx'
import { Queue } from '../../parts/queue.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { namesOf } from '../../parts/terms/names.ts'
import { Terms } from '../../parts/terms/terms.tsx'
import { Age } from './age.tsx'
import { RiskChip } from './risk-chip.tsx'
import { useOffered } from './use-offered.ts'

const key = (request: RequestView) => request.id

/** Requests that wait for our decision. A accepts and signs, C proposes changes, R declines. */
export function DecisionQueue() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const navigate = useNavigate()
  const [asking, setAsking] = useState<{ act: 'approve' | 'reject'; request: RequestView } | null>(null)
  const approve = useApprove()
  const reject = useReject()
  const waiting = useRequests({ direction: 'in', state: 'waiting', limit: 100 })
  const keys = useMemo(
    () => ({
      a: (request: RequestView) => setAsking({ act: 'approve', request }),
      r: (request: RequestView) => setAsking({ act: 'reject', request }),
      c: (request: RequestView) => void navigate(`/requests/${request.id}/counter`),
    }),
    [navigate],
  )
  const close = () => {
    setAsking(null)
    approve.reset()
    reject.reset()
  }
  const act = asking?.act ?? 'approve'
  return (
    <Loaded of={waiting} lines={8}>
      {({ items }) => (
        <>
          <Queue
            items={items.filter((one) => one.turn === 'provider' && one.approvalId === null)}
            itemKey={key}
            keys={keys}
            help={[
              { key: 'a', says: t('request.approve') },
              { key: 'c', says: t('negotiation.counter') },
              { key: 'r', says: t('request.reject') },
            ]}
            empty={{ title: t('request.allDone'), hint: t('request.allDoneHint') }}
            line={(request) => (
              <>
                <b>{name(request.consumerNameZh, request.consumerNameEn)}</b>
                <div className="faint">
                  {name(request.productTitleZh, request.productTitleEn)} · {t(`purpose.${request.purpose}`)}
                </div>
                <div className="row faint" style={{ marginTop: 2 }}>
                  <Age of={request} />
                  {request.risk && <RiskChip risk={request.risk} />}
                  {request.round > 1 && t('negotiation.version', { n: request.round })}
                </div>
              </>
            )}
            body={(request) => <Asked request={request} onAct={(one) => setAsking({ act: one, request })} />}
          />
          {asking && (
            <ReasonDialog
              open
              title={t(`request.${act}`)}
              explain={t(`request.explain.${act}`)}
              reasons={(act === 'approve' ? ['fits', 'agreed'] : ['purpose', 'scope', 'unclear', 'law']).map(
                (one) => t(`request.reason.${one}`),
              )}
              confirm={t(`request.${act}`)}
              danger={act === 'reject'}
              optional={act === 'approve'}
              pending={approve.isPending || reject.isPending}
              error={approve.error ?? reject.error}
              onClose={close}
              onConfirm={(answer) =>
                act === 'approve'
                  ? approve.mutate(
                      { id: asking.request.id, n: asking.request.round, ...(answer ? { answer } : {}) },
                      { onSuccess: close },
                    )
                  : reject.mutate({ id: asking.request.id, answer }, { onSuccess: close })
              }
            />
          )}
        </>
      )}
    </Loaded>
  )
}

interface AskedProps {
  readonly request: RequestView
  readonly onAct: (act: 'approve' | 'reject') => void
}

function Asked({ request, onAct }: AskedProps) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const navigate = useNavigate()
  const offered = useOffered(request)
  return (
    <>
      <Card
        title={name(request.consumerNameZh, request.consumerNameEn)}
        extra={
          <span className="row">
            <Action onClick={() => onAct('reject')}>{t('request.reject')}</Action>
            <Action onClick={() => void navigate(`/requests/${request.id}/counter`)}>
              {t('negotiation.counter')}
            </Action>
            <Action primary onClick={() => onAct('approve')}>
              {t('request.approve')}
            </Action>
          </span>
        }
      >
        <Facts
          rows={[
            {
              key: 'product',
              name: t('contract.product'),
              value: (
                <Link to={`/products/${request.productId}`}>
                  {name(request.productTitleZh, request.productTitleEn)}
                </Link>
              ),
            },
            { key: 'project', name: t('contract.project'), value: request.projectTitle },
            { key: 'purpose', name: t('contract.purpose'), value: t(`purpose.${request.purpose}`) },
            { key: 'made', name: t('request.made'), value: <When at={request.createdAt} /> },
            {
              key: 'risk',
              name: t('request.risk'),
              value: request.risk ? <RiskChip risk={request.risk} /> : t('negotiation.noRiskShort'),
            },
            {
              key: 'room',
              name: t('request.room'),
              value: <Link to={`/requests/${request.id}`}>{t('request.toRoom', { n: request.round })}</Link>,
            },
          ]}
        />
        <h3 style={{ marginTop: 14 }}>{t('request.why')}</h3>
        <p className="break">{request.reason}</p>
      </Card>
      {offered && (
        <Card title={t('request.differs')}>
          <Differences before={offered} after={request.policy} none={t('negotiation.asOffered')} />
        </Card>
      )}
      <Card title={t('request.wouldAgree')}>
        <Terms policy={request.policy} names={namesOf(request)} first="table" />
      </Card>
    </>
  )
}
