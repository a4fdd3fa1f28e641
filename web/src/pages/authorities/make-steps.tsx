import './authorities.css'
import { Form, Input, InputNumber, Radio, Select } from 'antd'
import type { ChainView } from '../../api/authority.ts'
import { useBodies } from '../../api/bodies.ts'
import { useMe } from '../../api/session.ts'
import { useDatasets, useZones } from '../../api/supply.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'
import { Chain } from './chain.tsx'
import { dayOf, FEE_BASES, type LinkDraft } from './draft.ts'
import { ACTIONS, purposesWithin } from './vocabulary.ts'

interface StepProps {
  readonly value: LinkDraft
  readonly parent: ChainView | undefined
  readonly onChange: (change: Partial<LinkDraft>) => void
}

/** To whom; with the chain so far above it. */
export function WhoStep({ value, parent, onChange }: StepProps) {
  const { t, name } = useFormat()
  const me = useMe()
  const { data: bodies } = useBodies()
  const others = (bodies?.items ?? []).filter((body) => body.id !== me.participant.id)
  return (
    <div className="stack">
      {parent ? (
        <Chain links={[...parent.above, parent.link]} titles={parent.titles} current={parent.link.id} />
      ) : (
        <p className="muted">{t('authority.beginExplain')}</p>
      )}
      <Form layout="vertical" component="div" className="authority-form">
        <Form.Item label={t('authority.grantee')} htmlFor="grantee" extra={t('authority.granteeHint')}>
          <Select
            id="grantee"
            showSearch={{ optionFilterProp: 'label' }}
            value={value.granteeId ?? undefined}
            onChange={(granteeId) => onChange({ granteeId })}
            options={others.map((body) => ({ value: body.id, label: name(body.nameZh, body.nameEn) }))}
          />
        </Form.Item>
      </Form>
    </div>
  )
}

/** Which data, for what, and which actions: of all, or of what the link above allows. */
export function ScopeStep({ value, parent, onChange }: StepProps) {
  const { t } = useFormat()
  const options = useOptions()
  const choices = useData(parent)
  const above = parent?.link.scope
  return (
    <Form layout="vertical" component="div" className="authority-form">
      <Form.Item label={t('authority.zones')} htmlFor="zones" extra={t('authority.zonesHint')}>
        <Select
          id="zones"
          mode="multiple"
          allowClear
          value={[...value.zones]}
          onChange={(zones) => onChange({ zones })}
          options={choices.zones}
        />
      </Form.Item>
      <Form.Item label={t('authority.datasets')} htmlFor="datasets" extra={t('authority.datasetsHint')}>
        <Select
          id="datasets"
          mode="multiple"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={[...value.datasets]}
          onChange={(datasets) => onChange({ datasets })}
          options={choices.datasets}
        />
      </Form.Item>
      <Form.Item label={t('authority.purposes')} htmlFor="purposes">
        <Select
          id="purposes"
          mode="multiple"
          allowClear
          value={[...value.purposes]}
          onChange={(purposes) => onChange({ purposes })}
          options={options('purpose', purposesWithin(above?.purposes))}
        />
      </Form.Item>
      <Form.Item label={t('authority.actions')} htmlFor="actions">
        <Select
          id="actions"
          mode="multiple"
          value={[...value.actions]}
          onChange={(actions) => onChange({ actions })}
          options={options('authority.action', above?.actions ?? ACTIONS)}
        />
      </Form.Item>
    </Form>
  )
}

/** Own data sets and all zones at the beginning of a chain; further down what the link above opens. */
function useData(parent: ChainView | undefined) {
  const { name } = useFormat()
  const me = useMe()
  const { data: zones } = useZones()
  const owner = parent ? (parent.above[0] ?? parent.link).grantorId : me.participant.id
  const { data: datasets } = useDatasets({ participantId: owner, limit: 200 })
  const above = parent?.link.scope
  const open = (datasets?.items ?? []).filter(
    ({ id, zoneId }) =>
      !above || above.datasets.includes(id) || (zoneId !== null && above.zones.includes(zoneId)),
  )
  const options = (items: readonly { id: string; titleZh: string; titleEn: string }[]) =>
    items.map(({ id, titleZh, titleEn }) => ({ value: id, label: name(titleZh, titleEn) }))
  return {
    zones: options((zones?.items ?? []).filter(({ id }) => !above || above.zones.includes(id))),
    datasets: options(open),
  }
}

/** From when, until when, and what it costs. */
export function TermsStep({ value, parent, onChange }: StepProps) {
  const { t } = useFormat()
  const options = useOptions()
  const bounds = parent && { min: dayOf(parent.link.from), max: dayOf(parent.link.until) }
  return (
    <Form layout="vertical" component="div" className="authority-form">
      <div className="row">
        <Form.Item label={t('authority.from')} htmlFor="from">
          <Input
            id="from"
            type="date"
            {...bounds}
            value={value.from}
            onChange={(event) => onChange({ from: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('authority.until')} htmlFor="until">
          <Input
            id="until"
            type="date"
            {...bounds}
            value={value.until}
            onChange={(event) => onChange({ until: event.target.value })}
          />
        </Form.Item>
      </div>
      {bounds && (
        <p className="faint">{t('authority.termWithin', { from: bounds.min, until: bounds.max })}</p>
      )}
      <Form.Item label={t('authority.fees')} extra={t('authority.feesHint')}>
        <Radio.Group
          aria-label={t('authority.fees')}
          value={value.basis}
          onChange={(event) => onChange({ basis: event.target.value as LinkDraft['basis'] })}
          options={options('authority.basis', FEE_BASES)}
        />
      </Form.Item>
      {value.basis !== 'free' && (
        <Form.Item
          label={t(value.basis === 'share' ? 'authority.percent' : 'authority.yuan')}
          htmlFor="amount"
        >
          <InputNumber
            id="amount"
            min={value.basis === 'share' ? 1 : 0.01}
            max={value.basis === 'share' ? 100 : 1_000_000_000}
            precision={value.basis === 'share' ? 0 : 2}
            value={value.amount}
            onChange={(amount) => onChange({ amount })}
          />
        </Form.Item>
      )}
      <Form.Item label={t('authority.feeNote')} htmlFor="note">
        <Input
          id="note"
          maxLength={500}
          value={value.note}
          onChange={(event) => onChange({ note: event.target.value })}
        />
      </Form.Item>
    </Form>
  )
}
