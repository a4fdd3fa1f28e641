import { type Context, contextWith, iriOf, isObject, nameOf, NO_CONTEXT, pointTo, refuse } from './context.ts'

/** A node of a JSON-LD document with full names; its pointer says where it stands. */
export interface Node {
  readonly id: string | null
  readonly types: readonly string[]
  readonly props: ReadonlyMap<string, readonly Value[]>
  readonly pointer: string
}

export type Value =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly language: string
      readonly type: string | null
      readonly pointer: string
    }
  | { readonly kind: 'node'; readonly node: Node; readonly pointer: string }

/** Deeper than any catalogue: what goes further is made to exhaust us. */
const DEEPEST = 40
const MOST_NODES = 400_000

const NODE_KEYWORDS = new Set(['@context', '@id', '@type', '@graph', '@index'])
const VALUE_KEYWORDS = new Set(['@value', '@type', '@language', '@index', '@direction'])

/**
 * All nodes of a document in their order, nested ones after those that hold them. Compacted, expanded and flattened
 * forms are taken. @throws XinyuError DCAT_CONTEXT_UNKNOWN, DCAT_FEATURE
 */
export function nodesOf(document: unknown): Node[] {
  const nodes: Node[] = []
  for (const [value, pointer] of each(document, ''))
    if (isObject(value)) readNode(value, NO_CONTEXT, pointer, 0, nodes)
  return nodes
}

function* each(value: unknown, pointer: string): Generator<[unknown, string]> {
  if (!Array.isArray(value)) return yield [value, pointer]
  for (const [at, one] of value.entries()) yield [one, pointTo(pointer, at)]
}

function readNode(
  value: Record<string, unknown>,
  outer: Context,
  pointer: string,
  depth: number,
  nodes: Node[],
): Node {
  if (depth > DEEPEST || nodes.length > MOST_NODES) refuse(`> ${depth}`, pointer)
  const context =
    '@context' in value ? contextWith(outer, value['@context'], pointTo(pointer, '@context')) : outer
  const props = new Map<string, Value[]>()
  const types: string[] = []
  const node: { id: string | null; types: string[]; props: Map<string, Value[]>; pointer: string } = {
    id: null,
    types,
    props,
    pointer,
  }
  nodes.push(node)
  for (const [key, one] of Object.entries(value)) {
    const at = pointTo(pointer, key)
    const name = nameOf(key, context)
    if (name === null || name === '@context' || name === '@index') continue
    if (name === '@id') node.id = typeof one === 'string' ? iriOf(one, context) : refuse('@id', at)
    else if (name === '@type')
      for (const [type, place] of each(one, at))
        types.push(typeof type === 'string' ? (nameOf(type, context) ?? type) : refuse('@type', place))
    else if (name === '@graph') {
      for (const [inner, place] of each(one, at))
        if (isObject(inner)) readNode(inner, context, place, depth + 1, nodes)
    } else if (name.startsWith('@')) {
      if (!NODE_KEYWORDS.has(name)) refuse(name, at)
    } else if (name.includes(':')) {
      const values = [...readValues(one, key, context, at, depth + 1, nodes)]
      props.set(name, [...(props.get(name) ?? []), ...values])
    }
  }
  return node
}

function* readValues(
  value: unknown,
  key: string,
  context: Context,
  pointer: string,
  depth: number,
  nodes: Node[],
): Generator<Value> {
  const term = context.terms.get(key)
  if (term?.container === '@language' && isObject(value)) {
    for (const [language, texts] of Object.entries(value))
      for (const [text, at] of each(texts, pointTo(pointer, language)))
        if (typeof text === 'string')
          yield {
            kind: 'text',
            text,
            language: language === '@none' ? '' : language,
            type: null,
            pointer: at,
          }
    return
  }
  for (const [one, at] of each(value, pointer)) {
    if (Array.isArray(one)) yield* readValues(one, key, context, at, depth + 1, nodes)
    else if (isObject(one)) yield* readObject(one, key, context, at, depth, nodes)
    else if (typeof one === 'string' && (term?.type === '@id' || term?.type === '@vocab')) {
      const id = term.type === '@id' ? iriOf(one, context) : (nameOf(one, context) ?? iriOf(one, context))
      yield reference(id, at)
    } else if (one !== null && one !== undefined) {
      const typed = term?.type ?? null
      const language =
        typeof one === 'string' && typed === null ? (term?.language ?? context.language ?? '') : ''
      yield {
        kind: 'text',
        text: typeof one === 'string' ? one : JSON.stringify(one),
        language,
        type: typed,
        pointer: at,
      }
    }
  }
}

function* readObject(
  value: Record<string, unknown>,
  key: string,
  outer: Context,
  pointer: string,
  depth: number,
  nodes: Node[],
): Generator<Value> {
  const context =
    '@context' in value ? contextWith(outer, value['@context'], pointTo(pointer, '@context')) : outer
  const keyword = (name: string) => Object.keys(value).find((one) => nameOf(one, context) === name)
  const [held, list] = [keyword('@value'), keyword('@list') ?? keyword('@set')]
  if (held !== undefined) return yield literal(value, held, context, pointer)
  if (list !== undefined)
    return yield* readValues(value[list], key, context, pointTo(pointer, list), depth + 1, nodes)
  yield { kind: 'node', node: readNode(value, outer, pointer, depth, nodes), pointer }
}

function literal(value: Record<string, unknown>, held: string, context: Context, pointer: string): Value {
  let [language, type] = ['', null as string | null]
  for (const [key, one] of Object.entries(value)) {
    const name = nameOf(key, context)
    const at = pointTo(pointer, key)
    if (name === null || !VALUE_KEYWORDS.has(name)) refuse(key, at)
    if (name === '@language') language = typeof one === 'string' ? one : refuse('@language', at)
    if (name === '@type') type = typeof one === 'string' ? nameOf(one, context) : refuse('@type', at)
  }
  const text = value[held]
  if (typeof text !== 'string' && typeof text !== 'number' && typeof text !== 'boolean')
    refuse('@value', pointTo(pointer, held))
  return { kind: 'text', text: String(text), language, type, pointer }
}

const reference = (id: string, pointer: string): Value => ({
  kind: 'node',
  node: { id, types: [], props: new Map(), pointer },
  pointer,
})
