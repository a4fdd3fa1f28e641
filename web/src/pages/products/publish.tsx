import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { get, post, put } from '../../api/client.ts'
import { useMe } from '../../api/session.ts'
import { useSupplyChange } from '../../api/supply.ts'
import { useFloors } from '../../api/treat.ts'
import type { DatasetView } from '../../api/types.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { Bones } from '../../parts/empty.tsx'
import { type BuilderProduct, type PolicyDraft, wholePolicy } from '../../parts/policy/draft.ts'
import { PolicyText } from '../../parts/policy/text.tsx'
import { Wizard } from '../../parts/wizard.tsx'
import { AssessmentForm, emptyLegal, legalIsComplete } from './assessment.tsx'
import { DescribeStep, useDescribeMissing } from './describe-step.tsx'
import { completed, EMPTY_DRAFT, type EditorTable, offerOf, type PublishDraft } from './draft.ts'
import { PolicyStep } from './policy-step.tsx'
import { TablesStep } from './tables-step.tsx'
import { TermsStep, usePolicyMissing, useTermsMissing } from './terms-step.tsx'
import { useZoneMinGroup } from './zone-min-group.ts'

/** Publishes a product and offers it: tables → words → columns → terms → summary. */
export function Component() {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const draft = useDraft<PublishDraft>(`publish.${me.user.id}`, EMPTY_DRAFT)
  const { value, set } = draft
  const tables = useEditorTables(value)
  const zoneMinGroup = useZoneMinGroup(value.tables.map(({ datasetId }) => datasetId))
  const policy = useMemo(
    () => (tables ? completed(value.policy, tables, zoneMinGroup || 10) : value.policy),
    [value.policy, tables, zoneMinGroup],
  )
  const described = {
    titleZh: value.titleZh,
    titleEn: value.titleEn,
    providerId: me.participant.id,
    tables: tables ?? [],
  }
  const setPolicy = (change: Partial<PolicyDraft>) => set({ policy: { ...policy, ...change } })
  const legal = value.legal ?? emptyLegal(me.user.displayName)
  const personal = tables?.some((table) => table.insuredColumn !== null) ?? false
  const describeMissing = useDescribeMissing()
  const policyMissing = usePolicyMissing()
  const termsMissing = useTermsMissing()
  const publish = useSupplyChange(async () => {
    let { productId, published } = value
    if (!productId) {
      const { titleZh, titleEn, code, summary } = value
      const refs = value.tables.map(({ name, versionId }) => ({ name, versionId }))
      productId = (await post<{ id: string }>('/products', { titleZh, titleEn, code, summary, tables: refs }))
        .id
      set({ productId })
    }
    if (!published) {
      if (personal) await put(`/products/${productId}/legal`, legal)
      await post(`/products/${productId}/publish`)
      published = true
      set({ published })
    }
    await post('/offers', offerOf(productId, policy))
    return productId
  })
  const steps = [
    {
      key: 'tables',
      title: t('publish.step.tables'),
      body: (
        <TablesStep
          tables={value.tables}
          onChange={(next) => set({ tables: next })}
          locked={value.productId !== undefined}
        />
      ),
      missing: value.tables.length === 0 ? t('publish.missing.tables') : null,
    },
    {
      key: 'describe',
      title: t('publish.step.describe'),
      body: <DescribeStep value={value} onChange={set} locked={value.productId !== undefined} />,
      missing: describeMissing(value),
    },
    ...(personal
      ? [
          {
            key: 'legal',
            title: t('legal.step'),
            body: <AssessmentForm value={legal} onChange={(next) => set({ legal: next })} />,
            missing: legalIsComplete(legal) ? null : t('legal.missing'),
          },
        ]
      : []),
    {
      key: 'policy',
      title: t('publish.step.policy'),
      body: tables ? (
        <PolicyStep tables={tables} policy={policy} onChange={setPolicy} />
      ) : (
        <Bones lines={8} />
      ),
      missing: tables ? policyMissing(policy) : t('publish.missing.wait'),
    },
    {
      key: 'terms',
      title: t('publish.step.terms'),
      body: (
        <TermsStep policy={policy} onChange={setPolicy} product={described} zoneMinGroup={zoneMinGroup} />
      ),
      missing: termsMissing(policy),
    },
    {
      key: 'summary',
      title: t('publish.step.summary'),
      body: <Summary draft={value} policy={policy} product={described} />,
      missing: null,
    },
  ]
  return (
    <Wizard
      title={t('shell.publish')}
      steps={steps}
      finish={t('publish.finish')}
      pending={publish.isPending}
      error={publish.error}
      onFinish={() =>
        publish.mutate(undefined, {
          onSuccess: (id) => {
            draft.drop()
            void navigate(`/products/${id}`)
          },
        })
      }
      onRestart={draft.kept ? draft.restart : undefined}
    />
  )
}

/** The chosen tables with their columns; undefined while they are on their way. */
function useEditorTables(draft: PublishDraft): EditorTable[] | undefined {
  const datasets = useQueries({
    queries: draft.tables.map(({ datasetId }) => ({
      queryKey: ['dataset', datasetId],
      queryFn: () => get<DatasetView>(`/datasets/${datasetId}`),
    })),
    combine: (results) => (results.every((one) => one.data) ? results.map((one) => one.data!) : undefined),
  })
  const floors = useFloors(draft.tables.map(({ datasetId }) => datasetId))
  return useMemo(
    () =>
      datasets?.map((dataset, place) => ({
        floors: floors.get(dataset.id),
        name: draft.tables[place]!.name,
        titleZh: dataset.titleZh,
        titleEn: dataset.titleEn,
        rows: dataset.latest?.rows ?? 0,
        insuredColumn: dataset.insuredColumn,
        columns: dataset.columns,
      })),
    [datasets, draft.tables, floors],
  )
}

function Summary({
  draft,
  policy,
  product,
}: {
  readonly draft: PublishDraft
  readonly policy: PolicyDraft
  readonly product: BuilderProduct
}) {
  const { t } = useTranslation()
  const whole = wholePolicy(policy)
  return (
    <div className="stack tight">
      <p>
        {t('publish.sayProduct', {
          title: draft.titleZh,
          tables: draft.tables.map(({ name }) => name).join(', '),
        })}
      </p>
      {whole && <PolicyText policy={whole} product={product} />}
      <p className="why seal">
        <b className="head">
          <span aria-hidden="true">◈ </span>
          {t('publish.sayEvidence')}
        </b>
      </p>
    </div>
  )
}
