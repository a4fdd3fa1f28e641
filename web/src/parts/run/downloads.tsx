import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RunView } from '../../api/types.ts'

/**
 * The released bytes as they were hashed, the same as a table for a spreadsheet, and the receipt. Taking the result away
 * is a use of its own: where the policy does not permit it, the receipt alone can be had.
 */
export function Downloads({ run }: { readonly run: RunView }) {
  const { t } = useTranslation()
  const { inherits } = run
  const kept = run.kind !== 'inline' && run.outputDestroyedAt === null
  const permitted = inherits === null || inherits.permits.includes('download')
  const why = kept ? (permitted ? null : t('result.noDownload')) : t('result.notKept')
  const file = (key: string, path: string, whyNot: string | null) => ({
    key,
    disabled: whyNot !== null,
    label:
      whyNot === null ? (
        <a href={`/api/runs/${run.id}/${path}`} download>
          {t(`result.file.${key}`)}
        </a>
      ) : (
        <span>
          {t(`result.file.${key}`)} · {whyNot}
        </span>
      ),
  })
  const items = [
    file('csv', 'output.csv', why),
    file('json', 'output.json', why),
    file('receipt', 'receipt', null),
  ]
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button>
        {t('common.download')} <span aria-hidden="true">▾</span>
      </Button>
    </Dropdown>
  )
}
