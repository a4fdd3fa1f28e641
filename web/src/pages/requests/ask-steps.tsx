import { Form, Input, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OfferView, ProjectView, Purpose } from '../../api/types.ts'
import { PURPOSE_CODES, purposeWithin } from '../../../../src/flow/policy/purpose/tree.ts'
import { useOptions } from '../../parts/options.ts'

export interface AskDraft {
  readonly purpose: Purpose | null
  /** An existing project, or null for a new one with `title`. */
  readonly projectId: string | null
  readonly title: string
  readonly reason: string
}

interface StepProps {
  readonly value: AskDraft
  readonly onChange: (change: Partial<AskDraft>) => void
}

interface PurposeProps extends StepProps {
  /** What may be asked for. */
  readonly purposes: readonly Purpose[]
  /** Projects of the own body with the chosen purpose. */
  readonly projects: readonly ProjectView[]
}

/** The purposes that an offer allows, each with its parts: who may do research may evaluate drugs. */
export const purposesOf = (offer: OfferView): Purpose[] =>
  PURPOSE_CODES.filter((code) => purposeWithin(code, offer.policy.purposes))

/** One purpose of those offered, the project that it belongs to, and why: the provider's officer reads this. */
export function PurposeStep({ purposes, value, projects, onChange }: PurposeProps) {
  const { t } = useTranslation()
  const options = useOptions()
  return (
    <Form layout="vertical" component="div" style={{ maxWidth: 640 }}>
      <Form.Item label={t('contract.purpose')}>
        <Radio.Group
          aria-label={t('contract.purpose')}
          className="stack tight"
          value={value.purpose}
          onChange={(event) => onChange({ purpose: event.target.value as Purpose, projectId: null })}
          options={options('purpose', purposes)}
        />
      </Form.Item>
      {projects.length > 0 && (
        <Form.Item label={t('contract.project')} htmlFor="project" extra={t('request.projectHint')}>
          <Select
            id="project"
            value={value.projectId ?? ''}
            onChange={(id) => onChange({ projectId: id || null })}
            options={[
              ...projects.map((one) => ({ value: one.id, label: one.title })),
              { value: '', label: t('request.newProject') },
            ]}
          />
        </Form.Item>
      )}
      {(projects.length === 0 || value.projectId === null) && (
        <Form.Item label={t('request.projectTitle')} htmlFor="title" extra={t('request.projectTitleHint')}>
          <Input
            id="title"
            maxLength={120}
            value={value.title}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        </Form.Item>
      )}
      <Form.Item label={t('request.why')} htmlFor="reason" extra={t('request.whyHint')}>
        <Input.TextArea
          id="reason"
          rows={4}
          maxLength={2000}
          showCount
          value={value.reason}
          onChange={(event) => onChange({ reason: event.target.value })}
        />
      </Form.Item>
    </Form>
  )
}
