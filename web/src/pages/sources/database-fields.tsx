import { Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { useOptions } from '../../parts/options.ts'
import type { DatabaseDraft, SecretDraft } from './draft.ts'
import { ChoiceField, NumberField, SecretField, TextField } from './fields.tsx'

interface Props {
  readonly value: DatabaseDraft
  readonly secret: SecretDraft
  readonly onChange: (change: Partial<DatabaseDraft>) => void
  readonly onSecret: (change: Partial<SecretDraft>) => void
}

export function DatabaseFields({ value, secret, onChange, onSecret }: Props) {
  const { t } = useTranslation()
  const options = useOptions()
  return (
    <Form layout="vertical" component="div" className="narrow-form">
      <TextField mono label={t('source.host')} value={value.host} onChange={(host) => onChange({ host })} />
      <NumberField
        label={t('source.port')}
        min={1}
        max={65_535}
        value={value.port}
        onChange={(port) => onChange({ port })}
      />
      <TextField
        mono
        label={t('source.database')}
        value={value.database}
        onChange={(database) => onChange({ database })}
      />
      <TextField
        mono
        label={t('source.user')}
        hint={t('source.userHint')}
        value={value.user}
        onChange={(user) => onChange({ user })}
      />
      <SecretField
        label={t('source.password')}
        hint={t('source.secretHint')}
        value={secret.password}
        onChange={(password) => onSecret({ password })}
      />
      <ChoiceField
        label={t('source.tls')}
        value={value.tls}
        options={options('source.tlsKind', ['verify', 'require', 'off'])}
        onChange={(tls) => onChange({ tls })}
      />
      {value.tls === 'verify' && (
        <TextField
          mono
          rows={4}
          maxLength={100_000}
          label={t('source.ca')}
          hint={t('source.caHint')}
          value={value.ca}
          onChange={(ca) => onChange({ ca })}
        />
      )}
    </Form>
  )
}
