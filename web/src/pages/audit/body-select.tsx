import { Select } from 'antd'
import { useBodies } from '../../api/bodies.ts'
import { useFormat } from '../../lib/use-format.ts'

interface Props {
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

/** A body by its name. */
export function BodySelect({ value, onChange }: Props) {
  const { t, name } = useFormat()
  const bodies = useBodies()
  return (
    <Select
      aria-label={t('audit.field.participant')}
      placeholder={t('audit.field.participant')}
      value={value}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      style={{ minWidth: 180, maxWidth: 260 }}
      loading={bodies.isPending}
      onChange={onChange}
      options={(bodies.data?.items ?? []).map((body) => ({
        value: body.id,
        label: name(body.nameZh, body.nameEn),
      }))}
    />
  )
}
