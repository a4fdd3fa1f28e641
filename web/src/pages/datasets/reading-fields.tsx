import { Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reading } from './use-upload.ts'

/** What the file itself cannot say for certain: its encoding, and which sheet of a workbook is meant. */
export function ReadingFields({
  value,
  onChange,
}: {
  readonly value: Reading
  readonly onChange: (next: Reading) => void
}) {
  const { t } = useTranslation()
  const [sheet, setSheet] = useState<string | null>(null)
  const keep = () => {
    if (sheet === null || sheet === (value.sheet ?? '')) return
    const { sheet: _, ...rest } = value
    onChange(sheet === '' ? rest : { ...rest, sheet })
    setSheet(null)
  }
  return (
    <div className="row" style={{ flexWrap: 'wrap' }}>
      <Select
        size="small"
        aria-label={t('upload.encoding')}
        value={value.encoding ?? 'utf-8'}
        style={{ minWidth: 190 }}
        options={[
          { value: 'utf-8', label: t('upload.utf8') },
          { value: 'gb18030', label: t('upload.gb18030') },
        ]}
        onChange={(encoding: 'utf-8' | 'gb18030') => onChange({ ...value, encoding })}
      />
      <Input
        size="small"
        aria-label={t('upload.sheet')}
        placeholder={t('upload.sheetHint')}
        maxLength={31}
        style={{ width: 190 }}
        value={sheet ?? value.sheet ?? ''}
        onChange={(event) => setSheet(event.target.value)}
        onBlur={keep}
        onPressEnter={keep}
      />
      <span className="faint">{t('upload.readingKept')}</span>
    </div>
  )
}
