import { Form, Input, Select } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { BodyKeyView } from '../../api/body-keys.ts'
import { OutsideText } from '../../parts/outside-text.tsx'

interface Props {
  readonly keys: readonly BodyKeyView[]
  readonly text: string
  readonly keyId: string
  readonly value: string
  readonly onKey: (keyId: string) => void
  readonly onValue: (value: string) => void
}

/** The body keeps its key itself: the exact text, and a place for the signature that was made elsewhere. */
export function SignOutside({ keys, text, keyId, value, onKey, onValue }: Props) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <Form layout="vertical" component="div">
      <div className="stack tight">
        <p>{t('bodyKey.signOutside')}</p>
        <OutsideText text={text} />
        <Form.Item label={t('bodyKey.which')} htmlFor={`${id}key`}>
          <Select
            id={`${id}key`}
            value={keyId}
            onChange={onKey}
            options={keys.map((key) => ({ value: key.keyId, label: `${key.title} · ${key.keyId}` }))}
          />
        </Form.Item>
        <Form.Item label={t('bodyKey.value')} htmlFor={`${id}value`} extra={t('bodyKey.valueHint')}>
          <Input.TextArea
            id={`${id}value`}
            className="mono"
            rows={2}
            maxLength={240}
            spellCheck={false}
            value={value}
            onChange={(event) => onValue(event.target.value)}
          />
        </Form.Item>
      </div>
    </Form>
  )
}
