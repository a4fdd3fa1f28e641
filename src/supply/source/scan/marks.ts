/**
 * Finds the bytes that end or break a cell sixteen at a time: a few instructions of WebAssembly (SIMD), put together
 * here, since looking at every byte in JavaScript is most of what a scan costs. The plain loop below does the same.
 */
export interface Window {
  /** The bytes to look at; files are read straight into it. */
  readonly bytes: Buffer
  /** Places in `bytes` that `mark` found. */
  readonly places: Uint32Array
  /** Finds delimiter, LF, CR and quote in `bytes[from..to)`, at most `MARK_BYTES` long; returns how many. */
  mark(from: number, to: number, delimiter: number): number
}

/** Longest stretch that one call of `mark` may look at. */
export const MARK_BYTES = 256 * 1024

const PAGE = 65_536
const [LF, CR, QUOTE] = [10, 13, 34]

/** A window of at least `size` bytes. */
export function openWindow(size: number): Window {
  try {
    return fastWindow(size)
  } catch {
    // No room for WebAssembly's address space, such as under an rlimit.
    return plainWindow(size)
  }
}

/** The same without WebAssembly: what `fastWindow` must agree with. */
export function plainWindow(size: number): Window {
  const bytes = Buffer.allocUnsafe(size)
  const places = new Uint32Array(MARK_BYTES)
  const mark = (from: number, to: number, delimiter: number): number => {
    let count = 0
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!
      if (byte === delimiter || byte === LF || byte === CR || byte === QUOTE) places[count++] = i
    }
    return count
  }
  return { bytes, places, mark }
}

export function fastWindow(size: number): Window {
  // The last block of sixteen may reach beyond the bytes.
  const placesAt = Math.ceil((size + 16) / 16) * 16
  const pages = Math.ceil((placesAt + MARK_BYTES * 4) / PAGE)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()), { m: { m: memory } })
  const find = exports['f'] as (from: number, to: number, out: number, delimiter: number) => number
  return {
    bytes: Buffer.from(memory.buffer, 0, size),
    places: new Uint32Array(memory.buffer, placesAt, MARK_BYTES),
    mark: (from, to, delimiter) => (find(from, to, placesAt, delimiter) - placesAt) >> 2,
  }
}

/** What is used of WebAssembly; its types are part of the browser's, which the server does not load. */
declare const WebAssembly: {
  readonly Memory: new (limits: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { readonly exports: Record<string, unknown> }
}

/**
 * The module `(import "m" "m" (memory 1)) (func (export "f") (param from to out delimiter) (result out))`: for each block
 * of sixteen bytes the comparison with the four marks gives a bit mask, and each bit a place.
 */
function moduleBytes(): Uint8Array {
  const get = (local: number) => [0x20, local]
  const set = (local: number) => [0x21, local]
  const number = (value: number) => [0x41, value]
  const [end, again, i32] = [0x0b, 0x0c, 0x7f]
  const block = [0x02, 0x40]
  const loop = [0x03, 0x40]
  const [add, sub, and] = [0x6a, 0x6b, 0x71]
  const splat = [0xfd, 0x0f]
  const equal = [0xfd, 0x23]
  const or = [0xfd, 0x50]
  // Parameters, then locals.
  const [FROM, TO, OUT, MARK, MARK_LF, MARK_CR, MARK_QUOTE, BYTES, MASK] = [
    0, 1, 2, 4, 5, 6, 7, 8, 9,
  ] as const
  const same = (mark: number) => [...get(BYTES), ...get(mark), ...equal, ...or]
  const lowBits = [...number(1), ...get(TO), ...get(FROM), sub, 0x74, ...number(1), sub]
  const code = [
    [...get(3), ...splat, ...set(MARK)],
    [...number(LF), ...splat, ...set(MARK_LF)],
    [...number(CR), ...splat, ...set(MARK_CR)],
    [...number(QUOTE), ...splat, ...set(MARK_QUOTE)],
    [...block, ...loop],
    // Until `from` has reached `to`.
    [...get(FROM), ...get(TO), 0x4f, 0x0d, 1],
    [...get(FROM), 0xfd, 0x00, 0, 0, 0x22, BYTES, ...get(MARK), ...equal],
    [...same(MARK_LF), ...same(MARK_CR), ...same(MARK_QUOTE), 0xfd, 0x64, ...set(MASK)],
    // In the last block the bits beyond `to` do not count.
    [...get(TO), ...get(FROM), sub, ...number(16), 0x49, 0x04, 0x40],
    [...get(MASK), ...lowBits, and, ...set(MASK), end],
    [...block, ...loop, ...get(MASK), 0x45, 0x0d, 1],
    // Store the place of the lowest bit, and clear it.
    [...get(OUT), ...get(FROM), ...get(MASK), 0x68, add, 0x36, 2, 0],
    [...get(OUT), ...number(4), add, ...set(OUT)],
    [...get(MASK), ...get(MASK), ...number(1), sub, and, ...set(MASK), again, 0, end, end],
    [...get(FROM), ...number(16), add, ...set(FROM), again, 0, end, end],
    [...get(OUT), end],
  ].flat()
  const locals = [2, 5, 0x7b, 1, i32]
  const body = [...locals, ...code]
  // A length below 16,384 in two bytes of LEB128.
  const length = (of: number) => [(of & 0x7f) | 0x80, of >> 7]
  const section = (id: number, content: readonly number[]) => [id, ...length(content.length), ...content]
  return Uint8Array.from(
    [
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, [1, 0x60, 4, i32, i32, i32, i32, 1, i32]),
      section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
      section(3, [1, 0]),
      section(7, [1, 1, 0x66, 0, 0]),
      section(10, [1, ...length(body.length), ...body]),
    ].flat(),
  )
}
