import { Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { useNewRequest, useOffers, useProjects } from '../../api/flow.ts'
import type { OfferView, Policy, Purpose } from '../../api/types.ts'
import { policyDifferences } from '../../lib/contract/differences.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Differences } from '../../parts/difference/differences.tsx'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { useBuilderMissing } from '../../parts/policy/builder.tsx'
import { type RiskDraft, riskForm, riskMissing, startRisk } from '../../parts/risk/draft.ts'
import { RiskStep } from '../../parts/risk/step.tsx'
import { namesOf } from '../../parts/terms/names.ts'
import { Terms } from '../../parts/terms/terms.tsx'
import { Wizard } from '../../parts/wizard.tsx'
import { type AskDraft, PurposeStep, purposesOf } from './ask-steps.tsx'
import { Propose } from './propose.tsx'

/** Asks for the use of a product: terms → purpose and project → assessment → changes → read and send. */
export function Component() {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const offers = useOffers({ state: 'open', limit: 200 })
  if (!offers.data)
    return (
      <Page title={t('shell.ask')}>
        <Card>
          <Loaded of={offers}>{() => null}</Loaded>
        </Card>
      </Page>
    )
  const offer = offers.data.items.find((one) => one.id === search.get('offer'))
  if (offer) return <Ask key={offer.id} offer={offer} />
  return (
    <Page title={t('shell.ask')}>
      <Card>
        <Empty
          title={t('request.offerGone')}
          hint={t('request.offerGoneHint')}
          action={<LinkButton to="/products">{t('contract.findMore')}</LinkButton>}
        />
      </Card>
    </Page>
  )
}

interface Draft extends AskDraft {
  readonly risk: RiskDraft
  /** Null: the offer as it is. */
  readonly policy: Policy | null
}

function Ask({ offer }: { readonly offer: OfferView }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const navigate = useNavigate()
  const projects = useProjects()
  const create = useNewRequest()
  const builderMissing = useBuilderMissing()
  const purposes = purposesOf(offer)
  const draft = useDraft<Draft>(`ask.${offer.id}`, {
    purpose: purposes.length === 1 ? purposes[0]! : null,
    projectId: null,
    title: '',
    reason: '',
    risk: startRisk(offer),
    policy: null,
  })
  const { value, set } = draft
  const fitting =
    projects.data?.items.filter((one) => one.purpose === value.purpose && one.endedAt === null) ?? []
  const project = fitting.find((one) => one.id === value.projectId)
  const title = project?.title ?? value.title.trim()
  const product = name(offer.productTitleZh, offer.productTitleEn)
  const changed = value.policy !== null && policyDifferences(offer.policy, value.policy).length > 0
  const policy = changed ? value.policy : offer.policy
  // What was said as the reason is where the assessment begins.
  const risk = value.risk.purposeDetail ? value.risk : { ...value.risk, purposeDetail: value.reason }
  const riskGap = riskMissing(risk)
  const form = riskForm(risk)
  const submit = () =>
    create.mutate(
      {
        offerId: offer.id,
        purpose: value.purpose as Purpose,
        project: project ? { id: project.id } : { title },
        reason: value.reason.trim(),
        ...(form && { risk: form }),
        ...(changed && { policy }),
      },
      {
        onSuccess: ({ id }) => {
          draft.drop()
          void navigate(`/requests/${id}`)
        },
      },
    )
  const steps = [
    {
      key: 'terms',
      title: t('request.step.terms'),
      body: <Terms policy={offer.policy} names={namesOf(offer)} />,
      missing: null,
    },
    {
      key: 'purpose',
      title: t('request.step.purpose'),
      body: <PurposeStep purposes={purposes} value={value} projects={fitting} onChange={set} />,
      missing: !value.purpose
        ? t('request.missing.purpose')
        : title.length < 2
          ? t('request.missing.project')
          : value.reason.trim().length < 10
            ? t('request.missing.reason')
            : null,
    },
    {
      key: 'risk',
      title: t('request.step.risk'),
      body: (
        <RiskStep
          offer={offer}
          purpose={value.purpose}
          value={risk}
          onChange={(change) => set({ risk: { ...risk, ...change } })}
        />
      ),
      missing: riskGap && t(riskGap),
    },
    {
      key: 'changes',
      title: t('request.step.changes'),
      body: (
        <div className="stack">
          <p className="muted">{t('request.changesHint')}</p>
          <Radio.Group
            aria-label={t('request.step.changes')}
            value={value.policy === null ? 'same' : 'change'}
            onChange={(event) => set({ policy: event.target.value === 'same' ? null : offer.policy })}
            options={[
              { value: 'same', label: t('request.asOffered') },
              { value: 'change', label: t('request.withChanges') },
            ]}
          />
          {value.policy && (
            <Propose
              productId={offer.productId}
              before={offer.policy}
              value={value.policy}
              onChange={(next) => set({ policy: next })}
            />
          )}
        </div>
      ),
      missing: value.policy && builderMissing(value.policy),
    },
    {
      key: 'text',
      title: t('request.step.text'),
      body: (
        <div className="stack">
          <div className="stack tight">
            <p>
              {t('request.say', {
                provider: name(offer.providerNameZh, offer.providerNameEn),
                product,
                purpose: t(`purpose.${value.purpose}`),
                project: title,
              })}
            </p>
            <p className="break muted">{value.reason}</p>
          </div>
          <section className="stack tight">
            <h3>{t('request.differs')}</h3>
            <Differences before={offer.policy} after={policy} none={t('negotiation.asOffered')} />
          </section>
          <section className="stack tight">
            <h3>{t('request.wouldAgree')}</h3>
            <Terms policy={policy} names={namesOf(offer)} />
          </section>
          <p className="faint">{t('request.sayNext')}</p>
        </div>
      ),
      missing: null,
    },
  ]
  return (
    <Wizard
      title={t('request.askTitle', { product })}
      steps={steps}
      finish={t('request.send')}
      pending={create.isPending}
      error={create.error}
      onFinish={submit}
      onRestart={draft.kept ? draft.restart : undefined}
    />
  )
}
