import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { useNewRequest, useOffers, useProjects } from '../../api/flow.ts'
import type { OfferView, Purpose } from '../../api/types.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { PlainTerms } from '../../parts/policy/plain.tsx'
import { Wizard } from '../../parts/wizard.tsx'
import { type AskDraft, PurposeStep, ReasonStep } from './ask-steps.tsx'

/** Asks for the use of a product: terms → purpose and project → reason → summary. */
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

function Ask({ offer }: { readonly offer: OfferView }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const navigate = useNavigate()
  const projects = useProjects()
  const create = useNewRequest()
  const start: AskDraft = {
    purpose: offer.policy.purposes.length === 1 ? offer.policy.purposes[0]! : null,
    projectId: null,
    title: '',
    reason: '',
  }
  const draft = useDraft<AskDraft>(`ask.${offer.id}`, start)
  const { value, set } = draft
  const fitting = projects.data?.items.filter((one) => one.purpose === value.purpose) ?? []
  const project = fitting.find((one) => one.id === value.projectId)
  const title = project?.title ?? value.title.trim()
  const product = name(offer.productTitleZh, offer.productTitleEn)
  const submit = () =>
    create.mutate(
      {
        offerId: offer.id,
        purpose: value.purpose as Purpose,
        project: project ? { id: project.id } : { title },
        reason: value.reason.trim(),
      },
      {
        onSuccess: () => {
          draft.drop()
          void navigate('/requests?view=out')
        },
      },
    )
  const steps = [
    {
      key: 'terms',
      title: t('request.step.terms'),
      body: <PlainTerms policy={offer.policy} />,
      missing: null,
    },
    {
      key: 'purpose',
      title: t('request.step.purpose'),
      body: <PurposeStep offer={offer} value={value} projects={fitting} onChange={set} />,
      missing: !value.purpose
        ? t('request.missing.purpose')
        : title.length < 2
          ? t('request.missing.project')
          : null,
    },
    {
      key: 'reason',
      title: t('request.step.reason'),
      body: <ReasonStep value={value} onChange={set} />,
      missing: value.reason.trim().length < 10 ? t('request.missing.reason') : null,
    },
    {
      key: 'summary',
      title: t('request.step.summary'),
      body: (
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
          <PlainTerms policy={offer.policy} withoutConsumers />
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
