import { useTranslation } from 'react-i18next'
import { usePreview } from '../../api/catalog.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'

/** Rows that look like the data and are none of it. */
export function PreviewTab({ datasetId }: { readonly datasetId: string }) {
  const { t } = useTranslation()
  const { columnTitle } = useFormat()
  return (
    <Loaded of={usePreview(datasetId)} lines={8}>
      {(preview) =>
        preview.columns.length === 0 ? (
          <Empty title={t('catalogue.noPreview')} hint={t('catalogue.noPreviewHint')} />
        ) : (
          <Card title={t('catalogue.preview')}>
            <div className="stack tight">
              <p className="synthetic-mark">
                <b>{t('catalogue.syntheticPreview')}</b> {t('catalogue.syntheticWhy')}
              </p>
              <Table
                caption={t('catalogue.preview')}
                dense
                rows={preview.rows}
                rowKey={(_, index) => String(index)}
                columns={preview.columns.map((column, place) => ({
                  key: column.name,
                  title: (
                    <>
                      <code>{column.name}</code>
                      <div className="faint">{columnTitle(column)}</div>
                    </>
                  ),
                  cell: (row: readonly (string | null)[]) =>
                    row[place] ?? <span className="faint">{t('catalogue.missing')}</span>,
                }))}
              />
            </div>
          </Card>
        )
      }
    </Loaded>
  )
}
