import type { FileMetaData } from 'hyparquet'

/**
 * A page says how many values it holds, and a reader makes room for as many: what a file says of itself is held against
 * its metadata before anything is read. Throws RangeError for what does not hold.
 */
export function checkPages(bytes: Buffer, { row_groups }: FileMetaData, mostBytes: number): void {
  for (const { meta_data: meta } of row_groups.flatMap(({ columns }) => columns)) {
    if (!meta) throw new RangeError('no column')
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset)
    const end = start + Number(meta.total_compressed_size)
    if (!(start >= 0 && end <= bytes.length)) throw new RangeError('outside')
    checkChunk(bytes.subarray(0, end), start, Number(meta.num_values), mostBytes)
  }
}

/** Lengths by differences may add up to anything. */
const DELTA_BYTE_ARRAY = 7

function checkChunk(bytes: Buffer, start: number, most: number, mostBytes: number): void {
  let [values, size] = [0, 0]
  for (let at = start; at < bytes.length - 1; ) {
    const { fields, end } = struct(bytes, at, 0)
    const [plain, dictionary, second] = [5, 7, 8].map((field) => fields.get(field))
    const told = (inner: Field | undefined, field: number) =>
      inner instanceof Map ? inner.get(field) : undefined
    const count = [told(plain, 1), told(second, 1)].find((value) => typeof value === 'number') ?? 0
    const words = told(dictionary, 1) ?? 0
    const nulls = told(second, 2) ?? 0
    const [unpacked, packed] = [fields.get(2), fields.get(3)]
    const whole = [count, words, nulls, unpacked, packed].every(
      (value) => typeof value === 'number' && value >= 0,
    )
    if (!whole || [told(plain, 2), told(second, 4)].includes(DELTA_BYTE_ARRAY)) throw new RangeError('page')
    values += count
    size += unpacked as number
    if (values > most || (words as number) > most || (nulls as number) > count || size > mostBytes)
      throw new RangeError('too much')
    at = end + (packed as number)
  }
}

type Field = number | true | Map<number, Field>

/** A struct of Thrift's compact protocol: what page headers are made of. */
function struct(bytes: Buffer, from: number, depth: number): { fields: Map<number, Field>; end: number } {
  if (depth > 4) throw new RangeError('depth')
  const fields = new Map<number, Field>()
  let [at, id] = [from, 0]
  const varint = (): number => {
    let [value, scale] = [0, 1]
    for (let i = 0; i < 9; i++) {
      const byte = bytes[at++]
      if (byte === undefined) throw new RangeError('end')
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
    throw new RangeError('number')
  }
  const signed = (): number => {
    const value = varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
  for (;;) {
    const head = bytes[at++]
    if (head === undefined) throw new RangeError('end')
    if (head === 0) return { fields, end: at }
    const [step, type] = [head >> 4, head & 15]
    id = step === 0 ? signed() : id + step
    if (type === 1 || type === 2) fields.set(id, true)
    else if (type === 3) fields.set(id, bytes[at++] ?? 0)
    else if (type >= 4 && type <= 6) fields.set(id, signed())
    else if (type === 7) at += 8
    else if (type === 8) at += varint()
    else if (type === 12) {
      const inner = struct(bytes, at, depth + 1)
      fields.set(id, inner.fields)
      at = inner.end
    } else throw new RangeError('type')
  }
}
