import type { KeyboardEvent } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import type { LineageGraph, LineageNode } from '../../api/types.ts'
import { BOX_WIDTH, HEAD, layOut, LINE } from '../../lib/lineage-layout.ts'

export interface Picked {
  readonly node: string
  readonly column: string
}

interface DrawingProps {
  readonly graph: LineageGraph
  /** Columns to draw, by node; a node that is not named is drawn closed. */
  readonly open: ReadonlyMap<string, readonly string[]>
  readonly picked: Picked | null
  readonly onPick: (picked: Picked) => void
  readonly onToggle: (node: string) => void
}

/** Letters that fit into a box; a Chinese character is as wide as two. */
const FITS = 30
const widthOf = (text: string): number => text.length + (text.match(/[\u2E80-\uFFEF]/g)?.length ?? 0)

function cut(text: string): string {
  if (widthOf(text) <= FITS) return text
  let short = text
  while (widthOf(short) > FITS - 1) short = short.slice(0, -1)
  return `${short}…`
}

/** The lineage as layers from left to right. Boxes open and columns are picked by mouse and by keyboard. */
export function LineageDrawing({ graph, open, picked, onPick, onToggle }: DrawingProps) {
  const { t, name } = useFormat()
  const { width, height, boxes, wires } = layOut(
    graph.nodes.map((node) => ({ id: node.id, columns: open.get(node.id) ?? [] })),
    graph.edges,
  )
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const titleOf = (node: LineageNode) =>
    node.kind === 'hidden' ? t('lineage.hidden') : name(node.titleZh, node.titleEn)
  const subOf = (node: LineageNode) => {
    if (node.kind === 'hidden') return ''
    if (node.kind === 'product') return `${t('lineage.product')} · ${node.code}`
    return `v${node.number} · ${node.code} · ${t(`catalogue.madeBy.${node.madeBy}`)}`
  }
  const press = (act: () => void) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    act()
  }
  return (
    <div className="lineage" tabIndex={0} role="region" aria-label={t('lineage.drawing')}>
      <svg width={width} height={height} role="group" aria-label={t('lineage.drawing')}>
        {wires.map((wire) => (
          <path key={wire.key} className={`wire ${picked ? 'on' : ''}`} d={wire.path} aria-hidden="true" />
        ))}
        {boxes.map((box) => {
          const node = nodes.get(box.id)!
          const closed = box.columns.length === 0
          return (
            <g key={box.id} className={`${node.kind} ${graph.focus === box.id ? 'focus' : ''}`}>
              <rect className="box" x={box.x} y={box.y} width={box.width} height={box.height} rx={8} />
              <g
                className="title column"
                role="button"
                tabIndex={0}
                aria-expanded={!closed}
                onClick={() => onToggle(box.id)}
                onKeyDown={press(() => onToggle(box.id))}
              >
                <rect x={box.x} y={box.y} width={BOX_WIDTH} height={HEAD} rx={8} />
                <title>{`${titleOf(node)} ${subOf(node)}, ${t('lineage.columns', { count: node.columns.length })}`}</title>
                <text x={box.x + 10} y={box.y + 19}>
                  {cut(titleOf(node))}
                </text>
                <text className="sub" x={box.x + 10} y={box.y + 36}>
                  {cut(subOf(node))}
                </text>
              </g>
              {box.columns.map((column) => {
                const on = picked?.node === box.id && picked.column === column.name
                const pick = () => onPick({ node: box.id, column: column.name })
                return (
                  <g
                    key={column.name}
                    className={`column ${on ? 'on' : ''}`}
                    role="button"
                    tabIndex={0}
                    aria-pressed={on}
                    aria-label={t('lineage.pathOf', { column: column.name })}
                    onClick={pick}
                    onKeyDown={press(pick)}
                  >
                    <rect x={box.x + 4} y={column.y} width={BOX_WIDTH - 8} height={LINE} rx={4} />
                    <title>{column.name}</title>
                    <text className="sub mono" x={box.x + 12} y={column.y + 15}>
                      {column.name.length > 28 ? `${column.name.slice(0, 27)}…` : column.name}
                    </text>
                  </g>
                )
              })}
            </g>
          )
        })}
      </svg>
    </div>
  )
}
