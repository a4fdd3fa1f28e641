import type { Origin } from '../model.ts'
import type { LineageEdge, LineageGraph, LineageNode } from './model.ts'

/** A version with what its lineage is read from. `shown` false: the reader may not see it. */
export interface VersionFacts {
  readonly node: LineageNode
  readonly shown: boolean
  readonly datasetId: string
  readonly origin: Origin
}

export interface ProductFacts {
  readonly node: LineageNode
  readonly tables: readonly { readonly name: string; readonly versionId: string }[]
}

/**
 * Draws the edges between what was loaded. A column that the origin does not name comes from the column of the same
 * name of the first version that it was made of; one that is named with nothing before it was made anew.
 */
export function graphOf(
  versions: ReadonlyMap<string, VersionFacts>,
  products: readonly ProductFacts[],
): Pick<LineageGraph, 'nodes' | 'edges'> {
  const edges = new Map<string, LineageEdge>()
  const add = (edge: LineageEdge) =>
    edges.set([edge.from, edge.fromColumn, edge.to, edge.toColumn].join('\u0000'), edge)
  for (const [versionId, version] of versions)
    for (const edge of edgesInto(versionId, version, versions)) add(edge)
  for (const product of products) {
    for (const table of product.tables) {
      const version = versions.get(table.versionId)
      if (!version) continue
      if (!version.shown) add(whole(version.node.id, product.node.id))
      for (const { name } of version.node.columns)
        add({
          from: version.node.id,
          fromColumn: name,
          to: product.node.id,
          toColumn: `${table.name}.${name}`,
          how: null,
        })
    }
  }
  return {
    nodes: [...[...versions.values()].map(({ node }) => node), ...products.map(({ node }) => node)],
    edges: [...edges.values()],
  }
}

const whole = (from: string, to: string): LineageEdge => ({
  from,
  fromColumn: null,
  to,
  toColumn: null,
  how: null,
})

function edgesInto(
  versionId: string,
  version: VersionFacts,
  versions: ReadonlyMap<string, VersionFacts>,
): LineageEdge[] {
  const { origin, node } = version
  const parents = origin.from.flatMap((from) => {
    const found = versions.get(from.versionId)
    return found && from.versionId !== versionId ? [found] : []
  })
  if (!version.shown) return parents.map((parent) => whole(parent.node.id, node.id))
  const edges = parents.filter((parent) => !parent.shown).map((parent) => whole(parent.node.id, node.id))
  const first = versions.get(origin.from[0]?.versionId ?? '')
  for (const { name } of node.columns) {
    const sources = origin.columns[name] ?? sameNamed(first, name)
    for (const { datasetId, column, how } of sources) {
      const parent = parents.find((one) => one.datasetId === datasetId && one.shown && has(one, column))
      if (!parent) continue
      edges.push({
        from: parent.node.id,
        fromColumn: column,
        to: node.id,
        toColumn: name,
        how: node.own ? how : null,
      })
    }
  }
  return edges
}

const has = ({ node }: VersionFacts, column: string): boolean =>
  node.columns.some(({ name }) => name === column)

const sameNamed = (first: VersionFacts | undefined, column: string) =>
  first?.shown && has(first, column) ? [{ datasetId: first.datasetId, column, how: 'same' }] : []

type Graph = Pick<LineageGraph, 'nodes' | 'edges'>

/** Leaves of a graph only what leads to a column and what comes of it. */
export function pathOf(graph: Graph, nodeId: string, column: string): Graph {
  const before = reached(graph.edges, nodeId, column, 'up')
  const after = reached(graph.edges, nodeId, column, 'down')
  const edges = [...new Set([...before, ...after])]
  const columns = new Set(
    edges.flatMap((edge) => [key(edge.from, edge.fromColumn), key(edge.to, edge.toColumn)]),
  )
  columns.add(key(nodeId, column))
  const nodes = graph.nodes.flatMap((node) => {
    const kept = node.columns.filter(({ name }) => columns.has(key(node.id, name)))
    return kept.length > 0 || columns.has(key(node.id, null)) ? [{ ...node, columns: kept }] : []
  })
  return { nodes, edges }
}

const key = (node: string, column: string | null): string => `${node}\u0000${column ?? ''}`

function reached(
  edges: readonly LineageEdge[],
  nodeId: string,
  column: string,
  way: 'up' | 'down',
): Set<LineageEdge> {
  const [near, nearColumn, far, farColumn] =
    way === 'up'
      ? (['to', 'toColumn', 'from', 'fromColumn'] as const)
      : (['from', 'fromColumn', 'to', 'toColumn'] as const)
  const byNode = Map.groupBy(edges, (edge) => edge[near])
  const found = new Set<LineageEdge>()
  const seen = new Set<string>()
  const queue: [string, string | null][] = [[nodeId, column]]
  for (let at = queue.shift(); at; at = queue.shift()) {
    const [node, name] = at
    if (seen.has(key(node, name))) continue
    seen.add(key(node, name))
    for (const edge of byNode.get(node) ?? []) {
      // Through what is not visible column by column the path goes as a whole.
      if (name !== null && edge[nearColumn] !== null && edge[nearColumn] !== name) continue
      found.add(edge)
      queue.push([edge[far], edge[farColumn]])
    }
  }
  return found
}
