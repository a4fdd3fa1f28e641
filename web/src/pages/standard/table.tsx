import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useNationalTable } from '../../api/mapping.ts'
import { useBasis } from '../../lib/use-basis.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'

/** One national table: what each column holds, and what it may hold. */
export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const basis = useBasis()
  const { code = '' } = useParams()
  const table = useNationalTable(code)
  const title = table.data ? name(table.data.titleZh, table.data.titleEn) : code
  return (
    <Page
      title={title}
      sub={table.data && t('standard.tableAbout', { name: code, basis: basis(table.data.basis) })}
    >
      <Card>
        <Loaded of={table}>
          {(found) => (
            <Table
              dense
              caption={title}
              rows={found.columns}
              rowKey={(row) => row.name}
              columns={[
                {
                  key: 'name',
                  title: t('standard.column'),
                  cell: (row) => (
                    <>
                      <code>{row.name}</code>
                      <div className="faint">{name(row.titleZh, row.titleEn)}</div>
                    </>
                  ),
                },
                { key: 'type', title: t('standard.kind'), cell: (row) => t(`standard.type.${row.type}`) },
                {
                  key: 'required',
                  title: t('standard.required'),
                  cell: (row) => (row.required ? t('common.yes') : ''),
                },
                {
                  key: 'list',
                  title: t('standard.dictionary'),
                  cell: (row) =>
                    row.codeList && <Link to={`/standard/dictionaries/${row.codeList}`}>{row.codeList}</Link>,
                },
                {
                  key: 'element',
                  title: t('standard.element'),
                  cell: (row) => row.element && <code>{row.element}</code>,
                },
                {
                  key: 'pattern',
                  title: t('standard.pattern'),
                  cell: (row) => row.pattern && <code>{row.pattern}</code>,
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  )
}
