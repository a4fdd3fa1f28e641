import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type RepairView, useQuarantine, useRepairCells } from '../../api/repair.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'

type What = 'changes' | 'merged' | 'proposals' | 'quarantine'
const WHATS: readonly What[] = ['changes', 'quarantine', 'merged', 'proposals']
const SIZE = 20

/** Cell by cell, of the tables that got a new version: values masked. */
export function DrillCard({ run }: { readonly run: RepairView }) {
  const { t } = useTranslation()
  const written = run.tables.filter((one) => one.written).map((one) => one.table)
  const [table, setTable] = useState(written[0])
  const [what, setWhat] = useState<What>('changes')
  const [offset, setOffset] = useState(0)
  const filter = table === undefined ? null : { table, limit: SIZE, offset }
  const cells = useRepairCells(run.id, what === 'quarantine' || filter === null ? null : { ...filter, what })
  const rows = useQuarantine(run.id, what === 'quarantine' ? filter : null)
  if (table === undefined) return null
  const total = (what === 'quarantine' ? rows.data?.total : cells.data?.total) ?? 0
  const empty = <Empty title={t('repair.drillNone')} hint={t('repair.drillNoneHint')} />
  return (
    <Card title={t('repair.drill')} extra={<span className="faint">{t('repair.masked')}</span>}>
      <div className="filters">
        <Select
          aria-label={t('repair.tables')}
          value={table}
          popupMatchSelectWidth={false}
          onChange={(value) => {
            setTable(value)
            setOffset(0)
          }}
          options={written.map((value) => ({ value, label: value }))}
        />
        <Segmented<What>
          value={what}
          onChange={(value) => {
            setWhat(value)
            setOffset(0)
          }}
          options={WHATS.map((value) => ({ value, label: t(`repair.whats.${value}`) }))}
        />
      </div>
      {what === 'quarantine' ? (
        <Loaded of={rows}>
          {({ items }) => (
            <Table
              caption={t('repair.whats.quarantine')}
              rows={items}
              rowKey={(row) => String(row.row)}
              empty={empty}
              columns={[
                { key: 'row', title: t('repair.row'), numeric: true, cell: (row) => row.row },
                { key: 'rid', title: t('repair.rid'), cell: (row) => <code>{row.rid}</code> },
                {
                  key: 'columns',
                  title: t('repair.missing'),
                  cell: (row) => <code>{row.columns.join(', ')}</code>,
                },
                { key: 'rules', title: t('repair.rule'), cell: (row) => <code>{row.rules.join(', ')}</code> },
              ]}
            />
          )}
        </Loaded>
      ) : (
        <Loaded of={cells}>
          {({ items }) => (
            <Table
              caption={t(`repair.whats.${what}`)}
              rows={items}
              rowKey={(row) => `${row.row}:${row.column}:${row.round}`}
              empty={empty}
              columns={[
                { key: 'row', title: t('repair.row'), numeric: true, cell: (row) => row.row },
                { key: 'column', title: t('repair.cell'), cell: (row) => <code>{row.column}</code> },
                {
                  key: 'before',
                  title: t('repair.before'),
                  cell: (row) => <code>{row.before ?? t('repair.empty')}</code>,
                },
                {
                  key: 'after',
                  title: t('repair.after'),
                  cell: (row) => <code>{row.after ?? t('repair.empty')}</code>,
                },
                { key: 'rule', title: t('repair.rule'), cell: (row) => <code>{row.rule}</code> },
                { key: 'fix', title: t('repair.fix'), cell: (row) => <code>{row.fix}</code> },
                { key: 'round', title: t('repair.round'), numeric: true, cell: (row) => row.round ?? '—' },
                {
                  key: 'who',
                  title: t('repair.who'),
                  cell: (row) => (row.who.startsWith('user:') ? t('repair.approvedBy') : row.who),
                },
              ]}
            />
          )}
        </Loaded>
      )}
      {total > SIZE && (
        <nav className="pager" aria-label={t('list.pages')}>
          <Button size="small" disabled={offset === 0} onClick={() => setOffset(offset - SIZE)}>
            {t('list.before')}
          </Button>
          <span>{t('list.range', { from: offset + 1, to: Math.min(total, offset + SIZE), total })}</span>
          <Button size="small" disabled={offset + SIZE >= total} onClick={() => setOffset(offset + SIZE)}>
            {t('list.after')}
          </Button>
        </nav>
      )}
    </Card>
  )
}
