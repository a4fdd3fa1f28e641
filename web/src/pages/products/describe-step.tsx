import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PublishDraft } from './draft.ts'

interface Props {
  readonly value: PublishDraft
  readonly onChange: (change: Partial<PublishDraft>) => void
  readonly locked: boolean
}

/** What the catalogue will say of the product. */
export function DescribeStep({ value, onChange, locked }: Props) {
  const { t } = useTranslation()
  const field = (key: 'titleZh' | 'titleEn' | 'code') => (
    <Form.Item
      key={key}
      label={t(`publish.${key}`)}
      htmlFor={key}
      extra={key === 'code' ? t('dataset.codeHint') : undefined}
    >
      <Input
        id={key}
        disabled={locked}
        className={key === 'code' ? 'mono' : ''}
        value={value[key]}
        maxLength={key === 'code' ? 63 : 200}
        onChange={(event) => onChange({ [key]: event.target.value })}
      />
    </Form.Item>
  )
  return (
    <Form layout="vertical" component="div" style={{ maxWidth: 640 }}>
      {field('titleZh')}
      {field('titleEn')}
      {field('code')}
      <Form.Item label={t('publish.summary')} htmlFor="summary" extra={t('publish.summaryHint')}>
        <Input.TextArea
          id="summary"
          disabled={locked}
          rows={4}
          maxLength={4000}
          value={value.summary}
          onChange={(event) => onChange({ summary: event.target.value })}
        />
      </Form.Item>
    </Form>
  )
}

export function useDescribeMissing(): (value: PublishDraft) => string | null {
  const { t } = useTranslation()
  return ({ titleZh, titleEn, code }) => {
    if (!titleZh.trim() || !titleEn.trim()) return t('publish.missing.titles')
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(code)) return t('publish.missing.code')
    return null
  }
}
