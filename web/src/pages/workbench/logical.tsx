import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useLogicalPreview, useLogicalTables, useMakePreview } from '../../api/logical.ts'
import type { SchemaTable } from '../../api/flow.ts'
import type { LogicalBrief, LogicalPreview } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { LevelChip } from '../../parts/policy/level-chip.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { CellView } from '../../parts/sql/result-table.tsx'
import { Table } from '../../parts/table.tsx'

interface Props {
  readonly contractId: string
  readonly schema: readonly SchemaTable[]
  /** Why nothing may be run now. */
  readonly whyNot: string | false
}

/** Logical tables: what each table looks like, drawn from released statistics alone. */
export function LogicalTables({ contractId, schema, whyNot }: Props) {
  const { t, name } = useFormat()
  const tables = useLogicalTables(contractId)
  const make = useMakePreview(contractId)
  const [open, setOpen] = useState('')
  const line = ({ table, madeAt, runs }: LogicalBrief) => {
    const known = schema.find((one) => one.name === table)
    const button = (
      <Action
        loading={make.isPending && make.variables === table}
        whyNot={whyNot || (runs === 0 && t('workbench.previewNothing'))}
        onClick={() => make.mutate(table, { onSuccess: () => setOpen(table) })}
      >
        {t(madeAt === null ? 'workbench.previewMake' : 'workbench.previewAgain', { count: runs })}
      </Action>
    )
    return (
      <li key={table}>
        <span>
          <code>{table}</code>
          <div className="faint">{known && name(known.titleZh, known.titleEn)}</div>
          {madeAt !== null && (
            <div className="faint">
              {t('workbench.previewMadeAt')} <When at={madeAt} />
            </div>
          )}
        </span>
        <span className="stack tight">
          {madeAt !== null && (
            <Button type="primary" onClick={() => setOpen(table)}>
              {t('workbench.previewOpen')}
            </Button>
          )}
          {button}
        </span>
      </li>
    )
  }
  return (
    <div className="stack tight">
      <p className="muted">{t('workbench.previewAbout')}</p>
      {make.error && <Problem error={make.error} />}
      <Loaded of={tables} lines={5}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('workbench.previewNoTables')} />
          ) : (
            <ul className="items logical">{items.map(line)}</ul>
          )
        }
      </Loaded>
      <Drawer
        open={open !== ''}
        onClose={() => setOpen('')}
        placement="bottom"
        size="min(620px, 86vh)"
        title={t('workbench.previewOf', { table: open })}
        destroyOnHidden
      >
        {open !== '' && <Preview contractId={contractId} table={open} schema={schema} />}
      </Drawer>
    </div>
  )
}

function Preview({
  contractId,
  table,
  schema,
}: {
  readonly contractId: string
  readonly table: string
  readonly schema: readonly SchemaTable[]
}) {
  const { t, columnTitle } = useFormat()
  const preview = useLogicalPreview(contractId, table)
  const titles = schema.find((one) => one.name === table)?.columns ?? []
  const head = (column: LogicalPreview['columns'][number]) => {
    const known = titles.find((one) => one.name === column.name)
    return (
      <span title={t(`workbench.drawn.${column.drawn}`)}>
        <code>{column.name}</code> <LevelChip level={column.level} short />
        <div className="faint">{known && columnTitle(known)}</div>
      </span>
    )
  }
  return (
    <Loaded of={preview} lines={8}>
      {(data) => (
        <div className="stack tight">
          <p className="synthetic-mark">
            <b>{data.mark}</b> {t('workbench.previewWhy', { count: data.runs.length })}
          </p>
          <Table
            caption={t('workbench.previewOf', { table })}
            dense
            rows={data.rows}
            rowKey={(_, index) => String(index)}
            columns={data.columns.map((column, place) => ({
              key: column.name,
              title: head(column),
              numeric: column.drawn === 'mean',
              cell: (row: LogicalPreview['rows'][number]) =>
                column.drawn === 'nothing' ? (
                  <span className="faint">—</span>
                ) : (
                  <CellView
                    cell={row[place]!}
                    role={column.drawn === 'mean' ? 'statistic' : 'key'}
                    type={column.type}
                  />
                ),
            }))}
          />
        </div>
      )}
    </Loaded>
  )
}
