import { Form, Input } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useCounter, useRequest } from '../../api/negotiation.ts'
import { useMe } from '../../api/session.ts'
import type { Policy, RequestView } from '../../api/types.ts'
import { policyDifferences } from '../../lib/contract/differences.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Differences } from '../../parts/difference/differences.tsx'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { useBuilderMissing } from '../../parts/policy/builder.tsx'
import { namesOf } from '../../parts/terms/names.ts'
import { Terms } from '../../parts/terms/terms.tsx'
import { Wizard } from '../../parts/wizard.tsx'
import { Propose } from './propose.tsx'

/** Answers the other side's version with an own one: change, look again, send. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const me = useMe()
  const request = useRequest(id)
  // As it stood when the page was opened: what is being written does not vanish when the other side moves meanwhile.
  const [opened, setOpened] = useState<RequestView | null>(null)
  if (request.data && opened?.id !== request.data.id) setOpened(request.data)
  if (!opened)
    return (
      <Page title={t('shell.counter')}>
        <Card>
          <Loaded of={request}>{() => null}</Loaded>
        </Card>
      </Page>
    )
  const side = opened.providerId === me.participant.id ? 'provider' : 'consumer'
  if (opened.state !== 'waiting' || opened.turn !== side)
    return (
      <Page title={t('shell.counter')}>
        <Card>
          <Empty
            title={t('negotiation.gone')}
            hint={t('negotiation.goneHint')}
            action={<LinkButton to={`/requests/${id}`}>{t('negotiation.back')}</LinkButton>}
          />
        </Card>
      </Page>
    )
  return <Change key={opened.id} request={opened} />
}

interface Draft {
  readonly policy: Policy
  readonly comment: string
}

function Change({ request }: { readonly request: RequestView }) {
  const { t, name } = useFormat()
  const navigate = useNavigate()
  const counter = useCounter(request.id)
  const missing = useBuilderMissing()
  const draft = useDraft<Draft>(`counter.${request.id}.${request.round}`, {
    policy: request.policy,
    comment: '',
  })
  const { policy, comment } = draft.value
  const same = policyDifferences(request.policy, policy).length === 0
  return (
    <Wizard
      title={t('negotiation.counterTitle', { product: name(request.productTitleZh, request.productTitleEn) })}
      finish={t('negotiation.send')}
      pending={counter.isPending}
      error={counter.error}
      onRestart={draft.kept ? draft.restart : undefined}
      onFinish={() =>
        counter.mutate(
          { policy, comment: comment.trim(), n: request.round },
          {
            onSuccess: () => {
              draft.drop()
              void navigate(`/requests/${request.id}`)
            },
          },
        )
      }
      steps={[
        {
          key: 'change',
          title: t('negotiation.step.change'),
          missing: missing(policy) ?? (same ? t('negotiation.missing.change') : null),
          body: (
            <Propose
              productId={request.productId}
              before={request.policy}
              value={policy}
              onChange={(next) => draft.set({ policy: next })}
            />
          ),
        },
        {
          key: 'send',
          title: t('negotiation.step.send'),
          missing: comment.trim() ? null : t('negotiation.missing.comment'),
          body: (
            <div className="stack">
              <section className="stack tight">
                <h3>{t('negotiation.changes', { n: request.round })}</h3>
                <Differences before={request.policy} after={policy} />
              </section>
              <section className="stack tight">
                <h3>{t('negotiation.yourVersion')}</h3>
                <Terms policy={policy} names={namesOf(request)} />
              </section>
              <Form layout="vertical" component="div" style={{ maxWidth: 640 }}>
                <Form.Item
                  label={t('negotiation.why')}
                  htmlFor="counter-comment"
                  extra={t('negotiation.whyHint')}
                >
                  <Input.TextArea
                    id="counter-comment"
                    rows={4}
                    maxLength={2000}
                    showCount
                    value={comment}
                    onChange={(event) => draft.set({ comment: event.target.value })}
                  />
                </Form.Item>
              </Form>
            </div>
          ),
        },
      ]}
    />
  )
}
