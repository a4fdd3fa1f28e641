import { Form, Input, Select } from 'antd'
import type { Assessment, LegalState } from '../../api/treat.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'

export interface LegalDraft {
  readonly state: LegalState
  readonly assessment: Assessment
}

const today = () => new Date().toISOString().slice(0, 10)

export const emptyLegal = (author: string): LegalDraft => ({
  state: 'deidentified',
  assessment: {
    purpose: '',
    impact: '',
    measures: '',
    author,
    date: today(),
    conclusion: 'acceptable_with_measures',
  },
})

export const legalIsComplete = ({ assessment }: LegalDraft): boolean =>
  [assessment.purpose, assessment.impact, assessment.measures].every((text) => text.trim().length >= 4) &&
  assessment.author.trim().length >= 2 &&
  /^\d{4}-\d{2}-\d{2}$/.test(assessment.date)

interface Props {
  readonly value: LegalDraft
  readonly onChange: (value: LegalDraft) => void
}

/** Legal state of a product, and the record of its impact assessment. */
export function AssessmentForm({ value, onChange }: Props) {
  const { t } = useFormat()
  const options = useOptions()
  const { assessment } = value
  const set = (change: Partial<Assessment>) =>
    onChange({ ...value, assessment: { ...assessment, ...change } })
  return (
    <Form layout="vertical" component="div" style={{ maxWidth: 640 }}>
      <Form.Item label={t('legal.state')} htmlFor="legal-state" extra={t(`legal.hint.${value.state}`)}>
        <Select
          id="legal-state"
          value={value.state}
          onChange={(state: LegalState) => onChange({ ...value, state })}
          options={options('legal.states', ['deidentified', 'anonymised'])}
        />
      </Form.Item>
      {(['purpose', 'impact', 'measures'] as const).map((key) => (
        <Form.Item key={key} label={t(`legal.${key}`)} htmlFor={`legal-${key}`} extra={t(`legal.${key}Hint`)}>
          <Input.TextArea
            id={`legal-${key}`}
            rows={2}
            maxLength={4000}
            value={assessment[key]}
            onChange={(event) => set({ [key]: event.target.value })}
          />
        </Form.Item>
      ))}
      <Form.Item label={t('legal.author')} htmlFor="legal-author">
        <Input
          id="legal-author"
          value={assessment.author}
          maxLength={200}
          onChange={(event) => set({ author: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('legal.date')} htmlFor="legal-date">
        <Input
          id="legal-date"
          type="date"
          value={assessment.date}
          onChange={(event) => set({ date: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('legal.conclusion')} htmlFor="legal-conclusion">
        <Select
          id="legal-conclusion"
          value={assessment.conclusion}
          onChange={(conclusion: Assessment['conclusion']) => set({ conclusion })}
          options={options('legal.conclusions', ['acceptable', 'acceptable_with_measures', 'not_acceptable'])}
        />
      </Form.Item>
    </Form>
  )
}
