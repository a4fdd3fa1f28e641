export interface PngHead {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly colour: number
  readonly interlaced: boolean
}

export interface Samples {
  readonly width: number
  readonly height: number
  /** Samples of one pixel, each one byte; empty where the pixels are not of whole bytes, or interlaced. */
  readonly channels: number
  readonly bytes: Uint8Array
  /** Bytes of the unpacked stream that the picture needs. */
  readonly used: number
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** Takes the row filters off (PNG 1.2 §6). Null for a stream that is too short or a head that does not hold. */
export function samplesOf(head: PngHead, stream: Buffer): Samples | null {
  const { width, height, depth, colour, interlaced } = head
  const channels = CHANNELS[colour]
  if (!channels || width === 0 || height === 0 || ![1, 2, 4, 8, 16].includes(depth)) return null
  if (interlaced) return { width, height, channels: 0, bytes: new Uint8Array(), used: stream.length }
  const line = Math.ceil((width * channels * depth) / 8)
  const used = (line + 1) * height
  if (stream.length < used) return null
  const step = Math.max(1, (channels * depth) >> 3)
  const out = new Uint8Array(line * height)
  for (let y = 0; y < height; y++) {
    const filter = stream[y * (line + 1)]!
    if (filter > 4) return null
    unfilter(
      filter,
      stream.subarray(y * (line + 1) + 1, (y + 1) * (line + 1)),
      out,
      y * line,
      line,
      step,
      y > 0,
    )
  }
  // Of palettes the numbers are looked at: colours that lie beside each other are not alike.
  if (depth !== 8) return { width, height, channels: 0, bytes: new Uint8Array(), used }
  return { width, height, channels, bytes: out, used }
}

function unfilter(
  filter: number,
  from: Buffer,
  out: Uint8Array,
  at: number,
  line: number,
  step: number,
  hasUp: boolean,
): void {
  for (let x = 0; x < line; x++) {
    const left = x >= step ? out[at + x - step]! : 0
    const up = hasUp ? out[at + x - line]! : 0
    const corner = hasUp && x >= step ? out[at + x - line - step]! : 0
    let add = 0
    if (filter === 1) add = left
    else if (filter === 2) add = up
    else if (filter === 3) add = (left + up) >> 1
    else if (filter === 4) add = paeth(left, up, corner)
    out[at + x] = (from[x]! + add) & 255
  }
}

function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)]
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}
