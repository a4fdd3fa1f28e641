import { useSeatTables } from '../../api/seats.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** What is shown read-only in the seat: names, sizes and meaning, no rows. */
export function SeatTables({ seatId }: { readonly seatId: string }) {
  const { t, name, list } = useFormat()
  const tables = useSeatTables(seatId)
  return (
    <Card>
      <Loaded of={tables}>
        {({ items }) => (
          <Table
            caption={t('seat.tab.tables')}
            rows={items}
            rowKey={(table) => `${table.origin} ${table.name}`}
            empty={<Empty title={t('notebook.noTables')} hint={t('notebook.noTablesHint')} />}
            columns={[
              {
                key: 'name',
                title: t('project.table'),
                cell: (table) => (
                  <>
                    <code>{table.name}</code>
                    <div className="faint">{name(table.titleZh, table.titleEn)}</div>
                  </>
                ),
              },
              {
                key: 'origin',
                title: t('seat.origin'),
                cell: (table) => (
                  <Chip meaning={table.origin === 'own' ? 'seal' : 'ok'}>
                    {t(`seat.originOf.${table.origin}`)}
                  </Chip>
                ),
              },
              {
                key: 'rows',
                title: t('dataset.rows'),
                numeric: true,
                cell: (table) => <Num value={table.rows} />,
              },
              {
                key: 'columns',
                title: t('seat.columns'),
                cell: (table) => (
                  <span className="faint break">
                    {list(
                      table.columns.map((column) => {
                        const title = name(column.titleZh, column.titleEn)
                        return title && title !== column.name
                          ? t('seat.columnTitle', { name: column.name, title })
                          : column.name
                      }),
                    )}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
