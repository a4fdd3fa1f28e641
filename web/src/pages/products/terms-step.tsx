import { Form, Input, InputNumber, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useBodies } from '../../api/bodies.ts'
import { useMe } from '../../api/session.ts'
import type { Purpose } from '../../api/types.ts'
import { day } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'
import type { PolicyDraft } from './draft.ts'

// The list lives in the server's model; a type that is not covered here does not compile.
const PURPOSES = Object.keys({
  actuarial_pricing: 0,
  chronic_disease_research: 0,
  drug_evaluation: 0,
  fund_supervision: 0,
  contest_modelling: 0,
  public_health: 0,
  service_improvement: 0,
} satisfies Record<Purpose, 0>)

interface Props {
  readonly policy: PolicyDraft
  readonly onChange: (change: Partial<PolicyDraft>) => void
}

/** Who may ask, for what, until when, how many times, and from how many persons on a cell is shown. */
export function TermsStep({ policy, onChange }: Props) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const options = useOptions()
  const me = useMe()
  const { data: bodies } = useBodies()
  const others = (bodies?.items ?? []).filter(
    (one) => one.id !== me.participant.id && one.roles.includes('consumer'),
  )
  return (
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
      <Form.Item label={t('publish.purposes')} htmlFor="purposes">
        <Select
          id="purposes"
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          value={policy.purposes}
          onChange={(purposes) => onChange({ purposes })}
          options={options('purpose', PURPOSES) as { value: Purpose; label: string }[]}
        />
      </Form.Item>
      <Form.Item label={t('publish.until')} htmlFor="until">
        <Input
          id="until"
          type="date"
          style={{ width: 180 }}
          min={day(Date.now())}
          value={policy.until ? day(policy.until) : ''}
          onChange={({ target }) =>
            onChange({ until: target.value ? new Date(`${target.value}T23:59:59.999`).getTime() : null })
          }
        />
      </Form.Item>
      <Form.Item label={t('publish.maxRuns')} htmlFor="runs">
        <InputNumber
          id="runs"
          min={1}
          max={1_000_000}
          precision={0}
          value={policy.maxRuns}
          onChange={(maxRuns) => onChange({ maxRuns: maxRuns ?? 1 })}
        />
      </Form.Item>
      <Form.Item label={t('publish.minGroup')} htmlFor="k" extra={t('publish.minGroupHint')}>
        <InputNumber
          id="k"
          min={2}
          max={100_000}
          precision={0}
          value={policy.minGroup}
          onChange={(minGroup) => onChange({ minGroup: minGroup ?? 10 })}
        />
      </Form.Item>
    </Form>
  )
}

/** What is still missing, or null. */
export function useTermsMissing(): (policy: PolicyDraft) => string | null {
  const { t } = useTranslation()
  return (policy) => {
    if (policy.consumers !== 'any' && policy.consumers.length === 0) return t('publish.missing.who')
    if (policy.purposes.length === 0) return t('publish.missing.purposes')
    if (!policy.until || policy.until < Date.now()) return t('publish.missing.until')
    return null
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
