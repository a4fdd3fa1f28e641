import type { LineageEdge, LineageGraph } from '../../api/types.ts'
import type { Picked } from './lineage-drawing.tsx'

const key = (node: string, column: string | null): string => `${node}\n${column ?? ''}`

/** What leads to a column and what comes of it; the same rule as the server's for one column of the focus. */
export function pathOf(graph: LineageGraph, picked: Picked): LineageGraph {
  const edges = new Set([...walk(graph.edges, picked, true), ...walk(graph.edges, picked, false)])
  const kept = new Set([key(picked.node, picked.column)])
  for (const edge of edges) {
    kept.add(key(edge.from, edge.fromColumn))
    kept.add(key(edge.to, edge.toColumn))
  }
  const nodes = graph.nodes.flatMap((node) => {
    const columns = node.columns.filter((column) => kept.has(key(node.id, column.name)))
    return columns.length > 0 || kept.has(key(node.id, null)) ? [{ ...node, columns }] : []
  })
  return { ...graph, nodes, edges: [...edges] }
}

function walk(edges: readonly LineageEdge[], picked: Picked, up: boolean): Set<LineageEdge> {
  const near = (edge: LineageEdge) => (up ? edge.to : edge.from)
  const nearColumn = (edge: LineageEdge) => (up ? edge.toColumn : edge.fromColumn)
  const byNode = Map.groupBy(edges, near)
  const found = new Set<LineageEdge>()
  const seen = new Set<string>()
  const queue: [string, string | null][] = [[picked.node, picked.column]]
  for (let at = queue.shift(); at; at = queue.shift()) {
    const [node, column] = at
    if (seen.has(key(node, column))) continue
    seen.add(key(node, column))
    for (const edge of byNode.get(node) ?? []) {
      if (column !== null && nearColumn(edge) !== null && nearColumn(edge) !== column) continue
      found.add(edge)
      queue.push(up ? [edge.from, edge.fromColumn] : [edge.to, edge.toColumn])
    }
  }
  return found
}
