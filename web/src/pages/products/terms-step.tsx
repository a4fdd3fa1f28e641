import { Form, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useBodies } from '../../api/bodies.ts'
import { useMe } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { PolicyBuilder, useBuilderMissing } from '../../parts/policy/builder.tsx'
import type { BuilderProduct, PolicyDraft } from '../../parts/policy/draft.ts'

interface Props {
  readonly policy: PolicyDraft
  readonly onChange: (change: Partial<PolicyDraft>) => void
  readonly product: BuilderProduct
  /** 0 where no zone says one. */
  readonly zoneMinGroup: number
}

/** Who may ask, and under which terms. */
export function TermsStep({ policy, onChange, product, zoneMinGroup }: Props) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const me = useMe()
  const { data: bodies } = useBodies()
  const others = (bodies?.items ?? []).filter(
    (one) => one.id !== me.participant.id && one.roles.includes('consumer'),
  )
  return (
    <>
      <Form layout="vertical" component="div" style={{ maxWidth: 640 }}>
        <Form.Item label={t('publish.who')} htmlFor="who">
          <Radio.Group
            id="who"
            value={policy.consumers === 'any' ? 'any' : 'some'}
            onChange={(event) => onChange({ consumers: event.target.value === 'any' ? 'any' : [] })}
            options={[
              { value: 'any', label: t('publish.whoAny') },
              { value: 'some', label: t('publish.whoSome') },
            ]}
          />
          {policy.consumers !== 'any' && (
            <Select
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              aria-label={t('publish.who')}
              style={{ width: '100%', marginTop: 8 }}
              value={policy.consumers}
              onChange={(consumers) => onChange({ consumers })}
              options={others.map((one) => ({ value: one.id, label: name(one.nameZh, one.nameEn) }))}
            />
          )}
        </Form.Item>
      </Form>
      <PolicyBuilder
        value={policy}
        onChange={onChange}
        product={product}
        minGroupNote={zoneMinGroup > 0 ? t('builder.zoneDefault', { k: zoneMinGroup }) : undefined}
      />
    </>
  )
}

/** What is still missing, or null. */
export function useTermsMissing(): (policy: PolicyDraft) => string | null {
  const { t } = useTranslation()
  const builderMissing = useBuilderMissing()
  return (policy) => {
    if (policy.consumers !== 'any' && policy.consumers.length === 0) return t('publish.missing.who')
    if (policy.purposes.length === 0) return t('publish.missing.purposes')
    if (!policy.until || policy.until < Date.now()) return t('publish.missing.until')
    return builderMissing(policy)
  }
}

/** At least one column must be open. */
export function usePolicyMissing(): (policy: PolicyDraft) => string | null {
  const { t } = useTranslation()
  return (policy) =>
    Object.values(policy.columns).some((levels) => Object.values(levels).some((level) => level !== 'hidden'))
      ? null
      : t('publish.missing.columns')
}
