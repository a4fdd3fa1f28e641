import type { Machine, Made, Value } from './pickle.ts'
import { unpickle } from './pickle.ts'

/** An array whose bytes are in the file. */
export interface NdArray {
  readonly kind: 'array'
  readonly shape: readonly number[]
  readonly type: DType
  readonly bytes: Buffer
  /** Values of an array of objects. */
  readonly objects: readonly Value[]
}

export interface DType {
  /** As numpy writes it: `i8`, `f8`, `V56`, `O8`, `U12`. */
  readonly name: string
  readonly size: number
  readonly big: boolean
  /** Of a structured array: place and type of each field. */
  readonly fields: ReadonlyMap<string, { readonly at: number; readonly name: string }>
}

const isNode = (
  value: Value | undefined,
): value is Exclude<Value, null | boolean | number | bigint | string | Buffer> =>
  typeof value === 'object' && value !== null && !Buffer.isBuffer(value)

export const itemsOf = (value: Value | undefined): readonly Value[] =>
  isNode(value) && (value.kind === 'tuple' || value.kind === 'list') ? value.items : []

const nameOf = (value: Value | undefined): string =>
  isNode(value) && value.kind === 'global' ? `${value.module}.${value.name}` : ''

/** An array as `__reduce__` writes it: `_reconstruct` with a state, or `_frombuffer`. */
export function arrayIn({ of, args, state }: Made): NdArray | null {
  const name = nameOf(of)
  if (name.endsWith('.multiarray._reconstruct')) {
    const [, shape, type, , body] = itemsOf(state)
    const found = typeOf(type)
    if (!found) return null
    return {
      kind: 'array',
      shape: numbersOf(shape),
      type: found,
      bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      objects: itemsOf(body),
    }
  }
  if (name.endsWith('.numeric._frombuffer')) {
    const [body, type, shape] = itemsOf(args)
    const found = typeOf(type)
    if (!found || !Buffer.isBuffer(body)) return null
    return { kind: 'array', shape: numbersOf(shape), type: found, bytes: body, objects: [] }
  }
  return null
}

/** joblib writes an array's bytes into the stream, right behind its wrapper. */
export function wrapped(made: Made, machine: Machine): NdArray | null {
  if (nameOf(made.of) !== 'joblib.numpy_pickle.NumpyArrayWrapper') return null
  const state = new Map(isNode(made.state) && made.state.kind === 'dict' ? made.state.entries : [])
  const type = typeOf(state.get('dtype'))
  if (!type) throw new RangeError('no dtype')
  const shape = numbersOf(state.get('shape'))
  if (type.name.startsWith('O')) {
    const inner = unpickle(machine.look, machine.bytes, machine.at, machine.globals)
    if (inner.end < 0) throw new RangeError('end of bytes')
    machine.at = inner.end
    const array = isNode(inner.value) && inner.value.kind === 'object' ? inner.value.array : undefined
    return { kind: 'array', shape, type, bytes: Buffer.alloc(0), objects: array?.objects ?? [inner.value] }
  }
  if (typeof state.get('numpy_array_alignment_bytes') === 'number') machine.take(machine.take(1)[0]!)
  return { kind: 'array', shape, type, bytes: machine.take(sizeOf(shape) * type.size), objects: [] }
}

const numbersOf = (value: Value | undefined): number[] =>
  itemsOf(value).map((item) => (typeof item === 'number' ? item : 0))
export const sizeOf = (shape: readonly number[]): number => shape.reduce((all, length) => all * length, 1)

function typeOf(value: Value | undefined): DType | null {
  if (!isNode(value) || value.kind !== 'object' || nameOf(value.of) !== 'numpy.dtype') return null
  const [name] = itemsOf(value.args)
  if (typeof name !== 'string') return null
  const [, order, , , fields] = itemsOf(value.state)
  return { name, size: bytesOf(name), big: order === '>', fields: fieldsOf(fields) }
}

/** Bytes of one value; characters of `U` take four. */
function bytesOf(name: string): number {
  const [, kind = '', digits = '8'] = /^([A-Za-z?])(\d*)$/.exec(name) ?? []
  if (kind === '?') return 1
  return Number(digits) * (kind === 'U' ? 4 : 1)
}

function fieldsOf(value: Value | undefined): DType['fields'] {
  const found = new Map<string, { at: number; name: string }>()
  if (!isNode(value) || value.kind !== 'dict') return found
  for (const [key, field] of value.entries) {
    const [type, at] = itemsOf(field)
    const inner = typeOf(type)
    if (typeof key === 'string' && inner && typeof at === 'number') found.set(key, { at, name: inner.name })
  }
  return found
}

/** One number of an array, or of a field in it; null for what is no number or lies outside. */
export function numberAt(array: NdArray, index: number, field?: string): number | null {
  const inner = field === undefined ? { at: 0, name: array.type.name } : array.type.fields.get(field)
  if (!inner) return null
  const at = index * array.type.size + inner.at
  const { bytes } = array
  if (at < 0 || at + bytesOf(inner.name) > bytes.length || array.type.big) return null
  switch (inner.name) {
    case 'f8':
      return bytes.readDoubleLE(at)
    case 'f4':
      return bytes.readFloatLE(at)
    case 'i8':
      return Number(bytes.readBigInt64LE(at))
    case 'u8':
      return Number(bytes.readBigUInt64LE(at))
    case 'i4':
      return bytes.readInt32LE(at)
    case 'u4':
      return bytes.readUInt32LE(at)
    case 'i1':
      return bytes.readInt8(at)
    case 'u1':
    case 'b1':
    case '?':
      return bytes.readUInt8(at)
    default:
      return null
  }
}
