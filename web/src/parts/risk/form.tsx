import { Checkbox, Form, Input, InputNumber, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OfferView } from '../../api/types.ts'
import { useOptions } from '../options.ts'
import { ColumnsField } from './columns.tsx'
import { ENVIRONMENTS, JOINS, OUTPUTS, type RiskDraft, SAFEGUARDS } from './draft.ts'

interface RiskFieldsProps {
  readonly offer: OfferView
  readonly value: RiskDraft
  readonly onChange: (change: Partial<RiskDraft>) => void
}

/** The form of the assessment before use. */
export function RiskFields({ offer, value, onChange }: RiskFieldsProps) {
  const { t } = useTranslation()
  const options = useOptions()
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t('risk.purposeDetail')} htmlFor="risk-purpose" extra={t('risk.purposeDetailHint')}>
        <Input.TextArea
          id="risk-purpose"
          rows={3}
          maxLength={2000}
          value={value.purposeDetail}
          onChange={(event) => onChange({ purposeDetail: event.target.value })}
        />
      </Form.Item>
      <div className="row wrap">
        <Form.Item label={t('risk.people')} htmlFor="risk-people">
          <InputNumber
            id="risk-people"
            min={1}
            max={10_000}
            precision={0}
            value={value.people}
            onChange={(people) => onChange({ people })}
          />
        </Form.Item>
        <Form.Item label={t('risk.retention')} htmlFor="risk-days">
          <InputNumber
            id="risk-days"
            min={0}
            max={36_500}
            precision={0}
            value={value.retentionDays}
            onChange={(retentionDays) => onChange({ retentionDays })}
          />
        </Form.Item>
        <Form.Item label={t('risk.from')} htmlFor="risk-from">
          <Input
            id="risk-from"
            type="date"
            value={value.from}
            onChange={(event) => onChange({ from: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('risk.to')} htmlFor="risk-to">
          <Input
            id="risk-to"
            type="date"
            value={value.to}
            onChange={(event) => onChange({ to: event.target.value })}
          />
        </Form.Item>
      </div>
      <Form.Item label={t('risk.environment')}>
        <Radio.Group
          aria-label={t('risk.environment')}
          value={value.environment}
          onChange={(event) => onChange({ environment: event.target.value as RiskDraft['environment'] })}
          options={options('risk.env', ENVIRONMENTS)}
        />
      </Form.Item>
      <Form.Item label={t('risk.outputs')}>
        <Checkbox.Group
          value={[...value.outputs]}
          onChange={(outputs) => onChange({ outputs: outputs as RiskDraft['outputs'] })}
          options={options('risk.output', OUTPUTS)}
        />
      </Form.Item>
      <Form.Item label={t('risk.joins')}>
        <Radio.Group
          aria-label={t('risk.joins')}
          value={value.joins}
          onChange={(event) => onChange({ joins: event.target.value as RiskDraft['joins'] })}
          options={options('risk.join', JOINS)}
        />
      </Form.Item>
      <Form.Item label={t('risk.safeguards')}>
        <Checkbox.Group
          value={[...value.safeguards]}
          onChange={(safeguards) => onChange({ safeguards: safeguards as RiskDraft['safeguards'] })}
          options={options('risk.safeguard', SAFEGUARDS)}
        />
      </Form.Item>
      <Form.Item label={t('risk.columns')} extra={t('risk.columnsHint')}>
        <ColumnsField offer={offer} value={value.columns} onChange={(columns) => onChange({ columns })} />
      </Form.Item>
    </Form>
  )
}
