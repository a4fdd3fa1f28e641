import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { useNewOffer, useOffers } from '../../api/flow.ts'
import { useProduct } from '../../api/supply.ts'
import { useFloors } from '../../api/treat.ts'
import type { OfferView, ProductView } from '../../api/types.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { EMPTY_POLICY, type PolicyDraft, wholePolicy } from '../../parts/policy/draft.ts'
import { PolicyText } from '../../parts/policy/text.tsx'
import { Wizard } from '../../parts/wizard.tsx'
import { completed, offerOf } from './draft.ts'
import { PolicyStep } from './policy-step.tsx'
import { TermsStep, usePolicyMissing, useTermsMissing } from './terms-step.tsx'
import { useZoneMinGroup } from './zone-min-group.ts'

/** New terms for a product that exists. Contracts made before keep theirs. */
export function Component() {
  const { id = '' } = useParams()
  const product = useProduct(id)
  const offers = useOffers({ productId: id })
  return (
    <Loaded of={product}>
      {(data) => (
        <Loaded of={offers}>
          {({ items }) => <Offer product={data} before={items.find((one) => one.state === 'open')} />}
        </Loaded>
      )}
    </Loaded>
  )
}

function Offer({
  product,
  before,
}: {
  readonly product: ProductView
  readonly before: OfferView | undefined
}) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const navigate = useNavigate()
  const draft = useDraft<PolicyDraft>(`offer.${product.id}`, before?.policy ?? EMPTY_POLICY)
  const datasetIds = product.details.map((table) => table.datasetId)
  const floors = useFloors(datasetIds)
  const zoneMinGroup = useZoneMinGroup(datasetIds)
  const tables = useMemo(
    () => product.details.map((table) => ({ ...table, floors: floors.get(table.datasetId) })),
    [product.details, floors],
  )
  const policy = useMemo(
    () => completed(draft.value, tables, zoneMinGroup || 10),
    [draft.value, tables, zoneMinGroup],
  )
  const described = { ...product, providerId: product.participantId, tables }
  const whole = wholePolicy(policy)
  const change = (part: Partial<PolicyDraft>) => draft.set({ ...policy, ...part })
  const policyMissing = usePolicyMissing()
  const termsMissing = useTermsMissing()
  const create = useNewOffer()
  return (
    <Wizard
      title={t('publish.offerTitle', { product: name(product.titleZh, product.titleEn) })}
      steps={[
        {
          key: 'policy',
          title: t('publish.step.policy'),
          body: <PolicyStep tables={tables} policy={policy} onChange={change} />,
          missing: policyMissing(policy),
        },
        {
          key: 'terms',
          title: t('publish.step.terms'),
          body: (
            <TermsStep policy={policy} onChange={change} product={described} zoneMinGroup={zoneMinGroup} />
          ),
          missing: termsMissing(policy),
        },
        {
          key: 'summary',
          title: t('publish.step.summary'),
          body: whole && <PolicyText policy={whole} product={described} />,
          missing: null,
        },
      ]}
      finish={t('publish.offerFinish')}
      pending={create.isPending}
      error={create.error}
      onFinish={() =>
        create.mutate(offerOf(product.id, policy), {
          onSuccess: () => {
            draft.drop()
            void navigate(`/products/${product.id}`)
          },
        })
      }
      onRestart={draft.kept ? draft.restart : undefined}
    />
  )
}
