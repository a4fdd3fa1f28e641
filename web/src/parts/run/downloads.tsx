import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'

/** The released bytes as they were hashed, the same as a table for a spreadsheet, and the receipt. */
export function Downloads({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const file = (key: string, path: string) => ({
    key,
    label: (
      <a href={`/api/runs/${id}/${path}`} download>
        {t(`result.file.${key}`)}
      </a>
    ),
  })
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items: [file('csv', 'output.csv'), file('json', 'output.json'), file('receipt', 'receipt')] }}
    >
      <Button>
        {t('common.download')} <span aria-hidden="true">▾</span>
      </Button>
    </Dropdown>
  )
}
