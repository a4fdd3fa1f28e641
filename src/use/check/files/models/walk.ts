import { type NdArray, itemsOf } from './numpy.ts'
import type { Made, Value } from './pickle.ts'

/** An object of a class in a pickle, with the attributes that it would get. */
export interface Thing {
  readonly module: string
  readonly name: string
  readonly state: ReadonlyMap<string, Value>
  readonly args: readonly Value[]
}

export interface Contents {
  readonly things: readonly Thing[]
  /** Arrays with the attribute that they stand under. */
  readonly arrays: readonly { readonly name: string; readonly array: NdArray }[]
  readonly texts: readonly string[]
  readonly blobs: readonly Buffer[]
  readonly numbers: readonly bigint[]
}

/** Goes through all that a pickle would build, each thing once. */
export function contentsOf(root: Value): Contents {
  const things: Thing[] = []
  const arrays: { name: string; array: NdArray }[] = []
  const texts: string[] = []
  const blobs: Buffer[] = []
  const numbers: bigint[] = []
  const seen = new Set<object>()
  const queue: { value: Value; name: string }[] = [{ value: root, name: '' }]
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { value, name } = next
    if (typeof value === 'string') texts.push(value)
    if (typeof value === 'bigint' || (typeof value === 'number' && value >= 1e9))
      numbers.push(BigInt(Math.trunc(Number(value))))
    if (value === null || typeof value !== 'object') continue
    if (Buffer.isBuffer(value)) {
      blobs.push(value)
      continue
    }
    if (seen.has(value)) continue
    seen.add(value)
    const later = (inner: Value, as = name) => void queue.push({ value: inner, name: as })
    if (value.kind === 'tuple' || value.kind === 'list' || value.kind === 'set')
      for (const item of value.items) later(item)
    else if (value.kind === 'dict') {
      for (const [key, item] of value.entries) {
        later(key)
        later(item, typeof key === 'string' ? key : name)
      }
    } else if (value.kind === 'array') {
      arrays.push({ name, array: value })
      for (const item of value.objects) later(item)
    } else if (value.kind === 'object') {
      if (value.array) later(value.array)
      else {
        const thing = thingOf(value)
        if (thing) things.push(thing)
        later(value.state)
        later(value.args)
        for (const item of value.items) later(item)
        later(value.of)
      }
    }
  }
  return { things, arrays, texts, blobs, numbers }
}

function thingOf({ of, state, args }: Made): Thing | null {
  if (of === null || typeof of !== 'object' || Buffer.isBuffer(of) || of.kind !== 'global') return null
  // A state with slots is a pair; the first is the dictionary.
  const dict = state !== null && typeof state === 'object' && !Buffer.isBuffer(state) ? state : null
  const inner = dict?.kind === 'tuple' ? itemsOf(dict)[0] : dict
  const entries =
    inner !== null && typeof inner === 'object' && !Buffer.isBuffer(inner) && inner?.kind === 'dict'
      ? inner.entries
      : []
  return {
    module: of.module,
    name: of.name,
    state: new Map(
      entries.flatMap(([key, value]) => (typeof key === 'string' ? [[key, value] as const] : [])),
    ),
    args: itemsOf(args),
  }
}

/** The array of an attribute. */
export function arrayOf(value: Value | undefined): NdArray | null {
  if (value === null || value === undefined || typeof value !== 'object' || Buffer.isBuffer(value))
    return null
  return value.kind === 'array' ? value : value.kind === 'object' ? (value.array ?? null) : null
}
