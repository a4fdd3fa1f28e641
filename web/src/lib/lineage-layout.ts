import type { LineageEdge } from '../api/types.ts'

export interface LayoutNode {
  readonly id: string
  /** Columns that are drawn in its box, in their order. */
  readonly columns: readonly string[]
}

export interface Box {
  readonly id: string
  readonly layer: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Upper edge of each column's line. */
  readonly columns: readonly { readonly name: string; readonly y: number }[]
}

export interface Wire {
  readonly key: string
  readonly from: string
  readonly to: string
  readonly fromColumn: string | null
  readonly toColumn: string | null
  readonly path: string
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  readonly wires: readonly Wire[]
}

export const BOX_WIDTH = 216
export const HEAD = 46
export const LINE = 22
const GAP_X = 88
const GAP_Y = 18
const MARGIN = 16
/** Sweeps over the layers; more of them change next to nothing. */
const SWEEPS = 4

/**
 * Layers from left to right: whatever something was made of stands left of it. Within a layer boxes stand near those
 * that they are wired to. A column's wire ends at its line where the line is drawn, else at the head of the box.
 */
export function layOut(nodes: readonly LayoutNode[], edges: readonly LineageEdge[]): Layout {
  const known = new Set(nodes.map((node) => node.id))
  const wired = edges.filter((edge) => known.has(edge.from) && known.has(edge.to) && edge.from !== edge.to)
  const layers = ordered(layersOf(nodes, wired), wired)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const boxes = new Map<string, Box>()
  layers.forEach((ids, layer) => {
    let y = MARGIN
    for (const id of ids) {
      const { columns } = byId.get(id)!
      const top = y
      const height = HEAD + columns.length * LINE + (columns.length > 0 ? 6 : 0)
      boxes.set(id, {
        id,
        layer,
        x: MARGIN + layer * (BOX_WIDTH + GAP_X),
        y: top,
        width: BOX_WIDTH,
        height,
        columns: columns.map((name, place) => ({ name, y: top + HEAD + place * LINE })),
      })
      y += height + GAP_Y
    }
  })
  const all = [...boxes.values()]
  return {
    width: Math.max(0, ...all.map((box) => box.x + box.width)) + MARGIN,
    height: Math.max(0, ...all.map((box) => box.y + box.height)) + MARGIN,
    boxes: all,
    wires: wiresOf(boxes, wired),
  }
}

/** Longest way from the left; what stands in a circle is cut where it was met again. */
function layersOf(nodes: readonly LayoutNode[], edges: readonly LineageEdge[]): string[][] {
  const parents = new Map<string, Set<string>>(nodes.map((node) => [node.id, new Set()]))
  for (const edge of edges) parents.get(edge.to)!.add(edge.from)
  const depth = new Map<string, number>()
  const open = new Set<string>()
  const depthOf = (id: string): number => {
    const found = depth.get(id)
    if (found !== undefined) return found
    if (open.has(id)) return 0
    open.add(id)
    const value = Math.max(0, ...[...parents.get(id)!].map((parent) => depthOf(parent) + 1))
    open.delete(id)
    depth.set(id, value)
    return value
  }
  const layers: string[][] = []
  for (const { id } of nodes) (layers[depthOf(id)] ??= []).push(id)
  return Array.from(layers, (layer) => layer ?? [])
}

/** Each box goes to the middle of its neighbours in the layer before, then of those in the layer after. */
function ordered(layers: string[][], edges: readonly LineageEdge[]): string[][] {
  const near = new Map<string, string[]>()
  const link = (from: string, to: string) => near.set(from, [...(near.get(from) ?? []), to])
  const pairs = new Set(edges.map((edge) => `${edge.from}\n${edge.to}`))
  for (const pair of pairs) {
    const [from, to] = pair.split('\n') as [string, string]
    link(from, to)
    link(to, from)
  }
  let current = layers
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const place = new Map<string, number>()
    for (const layer of current) for (const [at, id] of layer.entries()) place.set(id, at)
    current = current.map((layer) => {
      const middle = new Map(
        layer.map((id, at) => {
          const places = (near.get(id) ?? []).map((other) => place.get(other) ?? at)
          const mean = places.length === 0 ? at : places.reduce((sum, one) => sum + one, 0) / places.length
          return [id, mean]
        }),
      )
      return [...layer].sort((a, b) => middle.get(a)! - middle.get(b)! || place.get(a)! - place.get(b)!)
    })
  }
  return current
}

function wiresOf(boxes: ReadonlyMap<string, Box>, edges: readonly LineageEdge[]): Wire[] {
  const wires = new Map<string, Wire>()
  for (const edge of edges) {
    const [from, to] = [boxes.get(edge.from)!, boxes.get(edge.to)!]
    const [left, right] = [lineOf(from, edge.fromColumn), lineOf(to, edge.toColumn)]
    const fromColumn = left === null ? null : edge.fromColumn
    const toColumn = right === null ? null : edge.toColumn
    const key = [edge.from, fromColumn, edge.to, toColumn].join('\n')
    if (wires.has(key)) continue
    const [x1, x2] = [from.x + from.width, to.x]
    const [y1, y2] = [left ?? from.y + HEAD / 2, right ?? to.y + HEAD / 2]
    const bend = Math.max(30, Math.abs(x2 - x1) / 2)
    wires.set(key, {
      key,
      from: edge.from,
      to: edge.to,
      fromColumn,
      toColumn,
      path: `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`,
    })
  }
  return [...wires.values()]
}

function lineOf(box: Box, column: string | null): number | null {
  const line = column === null ? undefined : box.columns.find(({ name }) => name === column)
  return line ? line.y + LINE / 2 : null
}
