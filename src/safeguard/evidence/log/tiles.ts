/** C2SP tlog-tiles: names and content of the static files. */

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256
export const HASH_BYTES = 32
/** Entries carry a 16-bit length. */
export const MAX_ENTRY_BYTES = 65_535

export interface TileName {
  /** `sm3` for the tiles of the second tree, which lie in `tile-sm3/`; left out for those of C2SP. */
  readonly tree?: 'sm3'
  /** Level of hashes, or `entries` for an entry bundle. */
  readonly level: number | 'entries'
  readonly index: number
  /** 1–256; below 256 the tile is partial. */
  readonly width: number
}

/** `tile/0/x001/x234/067`, `tile/entries/000.p/5`, `tile-sm3/0/000`. */
export function tilePath({ tree, level, index, width }: TileName): string {
  const suffix = width < TILE_WIDTH ? `.p/${width}` : ''
  return `tile${tree ? `-${tree}` : ''}/${level}/${tileNumber(index)}${suffix}`
}

function tileNumber(index: number): string {
  const parts = [String(index % 1000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    parts.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  }
  return parts.join('/')
}

/** Reads such a name; null for every other spelling. */
export function parseTilePath(path: string): TileName | null {
  const match = /^tile(-sm3)?\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!match) return null
  const [, second, level = '', number = '', partial] = match
  const index = Number(number.replaceAll(/[x/]/g, ''))
  const width = partial === undefined ? TILE_WIDTH : Number(partial)
  if (!Number.isSafeInteger(index) || width < 1) return null
  if (second && level === 'entries') return null
  const hashes: TileName = { level: level === 'entries' ? level : Number(level), index, width }
  const name: TileName = second ? { tree: 'sm3', ...hashes } : hashes
  return tilePath(name) === path ? name : null
}

/** An entry bundle: each entry after its length, 16 bits, big-endian. */
export function packBundle(entries: readonly Uint8Array[]): Buffer {
  const bundle = Buffer.allocUnsafe(entries.reduce((sum, entry) => sum + 2 + entry.length, 0))
  let at = 0
  for (const entry of entries) {
    at = bundle.writeUInt16BE(entry.length, at)
    bundle.set(entry, at)
    at += entry.length
  }
  return bundle
}

/** The entries of a bundle; null when a length leads past its end. */
export function unpackBundle(bundle: Uint8Array): Buffer[] | null {
  const buffer = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.length)
  const entries: Buffer[] = []
  for (let at = 0; at < buffer.length; ) {
    if (at + 2 > buffer.length) return null
    const length = buffer.readUInt16BE(at)
    at += 2
    if (at + length > buffer.length) return null
    entries.push(buffer.subarray(at, at + length))
    at += length
  }
  return entries
}

/** Hashes of a tile's content; null when it is not whole. */
export function unpackHashes(tile: Uint8Array): Buffer[] | null {
  if (tile.length % HASH_BYTES !== 0) return null
  const buffer = Buffer.from(tile.buffer, tile.byteOffset, tile.length)
  return Array.from({ length: tile.length / HASH_BYTES }, (_, i) =>
    buffer.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  )
}
