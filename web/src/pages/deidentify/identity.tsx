import { Select } from 'antd'
import type { Profile, ProfileView } from '../../api/treat.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'

interface Props {
  readonly view: ProfileView
  readonly profile: Profile
  readonly onChange: (profile: Profile) => void
}

/** How the persons of the table are known by their identity number, for matching inside the domain. */
export function IdentityPick({ view, profile, onChange }: Props) {
  const { t, name } = useFormat()
  const { identity } = profile
  const value =
    identity.kind === 'none'
      ? 'none'
      : identity.kind === 'column'
        ? `column:${identity.column}`
        : `register:${identity.datasetId}:${identity.column}`
  const own = view.columns.filter((column) => /cert|身份证|id_?card|id_number/i.test(column.name))
  const options = [
    { value: 'none', label: t('deidentify.identity.none') },
    ...own.map((column) => ({
      value: `column:${column.name}`,
      label: t('deidentify.identity.column', { column: column.name }),
    })),
    ...view.registers.flatMap((register) =>
      register.columns.map((column) => ({
        value: `register:${register.datasetId}:${column}`,
        label: t('deidentify.identity.register', {
          register: name(register.titleZh, register.titleEn),
          column,
        }),
      })),
    ),
  ]
  const choose = (next: string) => {
    const [kind, first = '', second = ''] = next.split(':')
    onChange({
      ...profile,
      identity:
        kind === 'column'
          ? { kind: 'column', column: first }
          : kind === 'register'
            ? { kind: 'register', datasetId: first, column: second }
            : { kind: 'none' },
    })
  }
  return (
    <Card title={t('deidentify.matching')}>
      <p className="muted">{t('deidentify.matchingHint')}</p>
      <Select
        aria-label={t('deidentify.matching')}
        value={value}
        onChange={choose}
        options={options}
        style={{ width: '100%', maxWidth: 560 }}
      />
    </Card>
  )
}
