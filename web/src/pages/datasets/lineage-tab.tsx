import { Button, Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { useLineage } from '../../api/catalog.ts'
import type { LineageEdge, LineageGraph, LineageNode } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { LineageDrawing, type Picked } from './lineage-drawing.tsx'
import { pathOf } from './lineage-path.ts'

/** So many columns of the version that was asked about are open at first. */
const OPEN_AT_FIRST = 24

/** Where the columns come from and what came of them: a drawing, and the same as a table. */
export function LineageTab({ datasetId }: { readonly datasetId: string }) {
  return (
    <Loaded of={useLineage(datasetId, {})} lines={8}>
      {(graph) => <Lineage graph={graph} />}
    </Loaded>
  )
}

function Lineage({ graph }: { readonly graph: LineageGraph }) {
  const { t } = useFormat()
  const [view, setView] = useState<'drawing' | 'table'>('drawing')
  const [picked, setPicked] = useState<Picked | null>(null)
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const shown = useMemo(() => (picked ? pathOf(graph, picked) : graph), [graph, picked])
  const open = useMemo(() => {
    const isOpen = (node: LineageNode) =>
      picked
        ? true
        : (node.id === graph.focus && node.columns.length <= OPEN_AT_FIRST) !== toggled.has(node.id)
    return new Map(
      shown.nodes.filter(isOpen).map((node) => [node.id, node.columns.map((column) => column.name)]),
    )
  }, [shown, graph.focus, picked, toggled])
  if (graph.nodes.length === 0) return <Empty title={t('lineage.none')} hint={t('lineage.noneHint')} />
  const toggle = (node: string) => {
    if (picked) return setPicked(null)
    const next = new Set(toggled)
    if (!next.delete(node)) next.add(node)
    setToggled(next)
  }
  return (
    <Card
      title={t('lineage.title')}
      extra={
        <Segmented
          aria-label={t('lineage.view')}
          value={view}
          onChange={setView}
          options={[
            { value: 'drawing', label: t('lineage.asDrawing') },
            { value: 'table', label: t('lineage.asTable') },
          ]}
        />
      }
    >
      <div className="stack tight">
        <p className="faint">{t('lineage.about')}</p>
        {graph.cut && <p className="why warn">{t('lineage.cut')}</p>}
        {picked && (
          <div className="row" role="status">
            <span>{t('lineage.showing', { column: picked.column })}</span>
            <Button size="small" onClick={() => setPicked(null)}>
              {t('lineage.all')}
            </Button>
          </div>
        )}
        {view === 'drawing' ? (
          <LineageDrawing graph={shown} open={open} picked={picked} onPick={setPicked} onToggle={toggle} />
        ) : (
          <LineageTable graph={shown} />
        )}
      </div>
    </Card>
  )
}

/** More lines than this are a task for the drawing's path of one column. */
const MOST_LINES = 1_000

function LineageTable({ graph }: { readonly graph: LineageGraph }) {
  const { t, name } = useFormat()
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const who = (id: string, column: string | null) => {
    const node = nodes.get(id)
    if (!node || node.kind === 'hidden') return t('lineage.hidden')
    const to = node.kind === 'product' ? `/products/${node.productId}` : `/datasets/${node.datasetId}`
    return (
      <>
        <Link to={to}>
          {name(node.titleZh, node.titleEn)}
          {node.number !== null && ` v${node.number}`}
        </Link>
        {column && (
          <>
            {' '}
            <code>{column}</code>
          </>
        )}
      </>
    )
  }
  if (graph.edges.length === 0) return <Empty title={t('lineage.alone')} hint={t('lineage.aloneHint')} />
  return (
    <>
      {graph.edges.length > MOST_LINES && (
        <p className="faint">{t('lineage.first', { count: MOST_LINES })}</p>
      )}
      <Table<LineageEdge>
        caption={t('lineage.title')}
        dense
        rows={graph.edges.slice(0, MOST_LINES)}
        rowKey={(edge) => [edge.from, edge.fromColumn, edge.to, edge.toColumn].join()}
        columns={[
          { key: 'from', title: t('lineage.from'), cell: (edge) => who(edge.from, edge.fromColumn) },
          { key: 'to', title: t('lineage.to'), cell: (edge) => who(edge.to, edge.toColumn) },
          {
            key: 'how',
            title: t('lineage.how'),
            cell: (edge) => edge.how ?? <span className="faint">{t('lineage.notTold')}</span>,
          },
        ]}
      />
    </>
  )
}
