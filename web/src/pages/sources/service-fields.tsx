import { Button, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { useOptions } from '../../parts/options.ts'
import {
  EMPTY_SERVICE_TABLE,
  PAGING_PARAMS,
  type SecretDraft,
  type ServiceDraft,
  type ServiceTable,
} from './draft.ts'
import { ChoiceField, NamesField, NumberField, SecretField, TextField } from './fields.tsx'

interface Props {
  readonly value: ServiceDraft
  readonly secret: SecretDraft
  readonly onChange: (change: Partial<ServiceDraft>) => void
  readonly onSecret: (change: Partial<SecretDraft>) => void
}

export function ServiceFields({ value, secret, onChange, onSecret }: Props) {
  const { t } = useTranslation()
  const options = useOptions()
  const { paging, tables } = value
  const setTable = (place: number, change: Partial<ServiceTable>) =>
    onChange({ tables: tables.map((table, i) => (i === place ? { ...table, ...change } : table)) })
  return (
    <Form layout="vertical" component="div" className="narrow-form">
      <TextField
        mono
        label={t('source.baseUrl')}
        hint={t('source.baseUrlHint')}
        value={value.baseUrl}
        onChange={(baseUrl) => onChange({ baseUrl })}
      />
      <ChoiceField
        label={t('source.method')}
        value={value.method}
        options={options('source.methodKind', ['GET', 'POST'])}
        onChange={(method) => onChange({ method })}
      />
      <ChoiceField
        label={t('source.access')}
        value={value.access}
        options={options('source.accessKind', ['bearer', 'api-key', 'client-credentials', 'none'])}
        onChange={(access) => onChange({ access })}
      />
      <AccessFields value={value} secret={secret} onChange={onChange} onSecret={onSecret} />
      <ChoiceField
        label={t('source.paging')}
        hint={t('source.pagingHint')}
        value={paging}
        options={options('source.pagingKind', ['page', 'offset', 'cursor', 'link', 'none'])}
        onChange={(kind) => onChange({ paging: kind, ...PAGING_PARAMS[kind] })}
      />
      {PAGING_PARAMS[paging] && (
        <>
          <TextField
            mono
            label={t('source.pagingParam')}
            value={value.param}
            onChange={(param) => onChange({ param })}
          />
          <TextField
            mono
            label={t('source.sizeParam')}
            hint={t('source.sizeParamHint')}
            value={value.sizeParam}
            onChange={(sizeParam) => onChange({ sizeParam })}
          />
          <NumberField
            label={t('source.size')}
            min={1}
            max={10_000}
            value={value.size}
            onChange={(size) => onChange({ size })}
          />
        </>
      )}
      {(paging === 'cursor' || paging === 'link') && (
        <TextField
          mono
          label={t('source.nextPointer')}
          hint={t('source.pointerHint')}
          value={value.pointer}
          onChange={(pointer) => onChange({ pointer })}
        />
      )}
      {value.baseUrl.startsWith('https:') && (
        <TextField
          mono
          rows={3}
          maxLength={100_000}
          label={t('source.ca')}
          hint={t('source.caHint')}
          value={value.caPem}
          onChange={(caPem) => onChange({ caPem })}
        />
      )}
      <h3>{t('source.tables')}</h3>
      {tables.map((table, place) => (
        <ServiceTableFields
          key={place}
          value={table}
          onChange={(change) => setTable(place, change)}
          onDrop={
            tables.length > 1 ? () => onChange({ tables: tables.filter((_, i) => i !== place) }) : undefined
          }
        />
      ))}
      <Button onClick={() => onChange({ tables: [...tables, EMPTY_SERVICE_TABLE] })}>
        {t('source.addTable')}
      </Button>
    </Form>
  )
}

export function AccessFields({ value, secret, onChange, onSecret }: Props) {
  const { t } = useTranslation()
  return (
    <>
      {value.access === 'api-key' && (
        <TextField
          mono
          label={t('source.header')}
          value={value.header}
          onChange={(header) => onChange({ header })}
        />
      )}
      {value.access === 'client-credentials' && (
        <>
          <TextField
            mono
            label={t('source.tokenUrl')}
            value={value.tokenUrl}
            onChange={(tokenUrl) => onChange({ tokenUrl })}
          />
          <TextField
            mono
            label={t('source.scope')}
            value={value.scope}
            onChange={(scope) => onChange({ scope })}
          />
        </>
      )}
      <ServiceSecretFields access={value.access} secret={secret} onSecret={onSecret} />
    </>
  )
}

/** The secret part alone; also where a secret is replaced. */
export function ServiceSecretFields({
  access,
  secret,
  onSecret,
}: {
  readonly access: string
  readonly secret: SecretDraft
  readonly onSecret: (change: Partial<SecretDraft>) => void
}) {
  const { t } = useTranslation()
  if (access === 'none') return null
  if (access !== 'client-credentials')
    return (
      <SecretField
        label={t('source.token')}
        hint={t('source.secretHint')}
        value={secret.token}
        onChange={(token) => onSecret({ token })}
      />
    )
  return (
    <>
      <TextField
        mono
        label={t('source.clientId')}
        value={secret.clientId}
        onChange={(clientId) => onSecret({ clientId })}
      />
      <SecretField
        label={t('source.clientSecret')}
        hint={t('source.secretHint')}
        value={secret.clientSecret}
        onChange={(clientSecret) => onSecret({ clientSecret })}
      />
    </>
  )
}

function ServiceTableFields({
  value,
  onChange,
  onDrop,
}: {
  readonly value: ServiceTable
  readonly onChange: (change: Partial<ServiceTable>) => void
  readonly onDrop?: () => void
}) {
  const { t } = useTranslation()
  return (
    <fieldset className="sub-form">
      <legend className="mono">{value.name || t('source.newTable')}</legend>
      <TextField
        mono
        label={t('source.tableName')}
        value={value.name}
        onChange={(name) => onChange({ name })}
      />
      <TextField
        mono
        label={t('source.path')}
        hint={t('source.pathHint')}
        value={value.path}
        onChange={(path) => onChange({ path })}
      />
      <TextField
        mono
        label={t('source.rowsPointer')}
        hint={t('source.pointerHint')}
        value={value.rows}
        onChange={(rows) => onChange({ rows })}
      />
      <TextField
        mono
        label={t('source.totalPointer')}
        hint={t('source.totalHint')}
        value={value.total}
        onChange={(total) => onChange({ total })}
      />
      <NamesField
        label={t('source.key')}
        hint={t('source.keyHint')}
        value={value.key}
        onChange={(key) => onChange({ key })}
      />
      <TextField
        mono
        label={t('source.watermark')}
        hint={t('source.watermarkHint')}
        value={value.watermark}
        onChange={(watermark) => onChange({ watermark })}
      />
      {value.watermark && (
        <TextField
          mono
          label={t('source.watermarkParam')}
          value={value.watermarkParam}
          onChange={(watermarkParam) => onChange({ watermarkParam })}
        />
      )}
      <NamesField
        label={t('source.columns')}
        hint={t('source.columnsHint')}
        value={value.columns}
        onChange={(columns) => onChange({ columns })}
      />
      {onDrop && <Button onClick={onDrop}>{t('source.dropTable')}</Button>}
    </fieldset>
  )
}
