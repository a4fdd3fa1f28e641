import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useApprove, useReject, useRequests } from '../../api/flow.ts'
import type { RequestView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { PlainTerms } from '../../parts/policy/plain.tsx'
import { Queue } from '../../parts/queue.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'

const key = (request: RequestView) => request.id

/** Requests that wait for our decision. A approves, R declines. */
export function DecisionQueue() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const [asking, setAsking] = useState<{ act: 'approve' | 'reject'; id: string } | null>(null)
  const approve = useApprove()
  const reject = useReject()
  const waiting = useRequests({ direction: 'in', state: 'waiting', limit: 100 })
  const keys = useMemo(
    () => ({
      a: (request: RequestView) => setAsking({ act: 'approve', id: request.id }),
      r: (request: RequestView) => setAsking({ act: 'reject', id: request.id }),
    }),
    [],
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
            items={items}
            itemKey={key}
            keys={keys}
            help={[
              { key: 'a', says: t('request.approve') },
              { key: 'r', says: t('request.reject') },
            ]}
            empty={{ title: t('request.allDone'), hint: t('request.allDoneHint') }}
            line={(request) => (
              <>
                <b>{name(request.consumerNameZh, request.consumerNameEn)}</b>
                <div className="faint">
                  {name(request.productTitleZh, request.productTitleEn)} · {t(`purpose.${request.purpose}`)}
                </div>
              </>
            )}
            body={(request) => (
              <Asked request={request} onAct={(one) => setAsking({ act: one, id: request.id })} />
            )}
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
                  ? approve.mutate({ id: asking.id, ...(answer ? { answer } : {}) }, { onSuccess: close })
                  : reject.mutate({ id: asking.id, answer }, { onSuccess: close })
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
  return (
    <>
      <Card
        title={name(request.consumerNameZh, request.consumerNameEn)}
        extra={
          <span className="row">
            <Action onClick={() => onAct('reject')}>{t('request.reject')}</Action>
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
          ]}
        />
        <h3 style={{ marginTop: 14 }}>{t('request.why')}</h3>
        <p className="break">{request.reason}</p>
      </Card>
      <Card title={t('request.wouldAgree')}>
        <PlainTerms policy={request.policy} withoutConsumers />
      </Card>
    </>
  )
}
