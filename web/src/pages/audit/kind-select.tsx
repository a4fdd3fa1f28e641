import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAuditKinds } from '../../api/audit.ts'
import { useSaying } from '../../lib/use-saying.ts'

/** Beginnings of kinds of entries: what an auditor most often looks through. */
const GROUPS = [
  'run.',
  'seat.',
  'airlock.',
  'watch.',
  'contract.',
  'user.',
  'session.',
  'import.',
  'version.',
] as const

interface Props {
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

/** A kind of entry, or all that belong together. */
export function KindSelect({ value, onChange }: Props) {
  const { t } = useTranslation()
  const say = useSaying()
  const kinds = useAuditKinds()
  return (
    <Select
      aria-label={t('audit.kind')}
      placeholder={t('audit.kind')}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      popupMatchSelectWidth={false}
      style={{ minWidth: 150 }}
      onChange={onChange}
      options={[
        {
          label: t('audit.groups'),
          options: GROUPS.map((one) => ({ value: one, label: t(`audit.kinds.${one.slice(0, -1)}`) })),
        },
        {
          label: t('audit.single'),
          options: (kinds.data?.items ?? []).map((one) => ({ value: one, label: say(one) })),
        },
      ]}
    />
  )
}
