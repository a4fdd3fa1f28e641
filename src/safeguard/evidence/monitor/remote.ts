import { type TileName, TILE_WIDTH, tilePath, unpackBundle, unpackHashes } from '../log/tiles.ts'

/** The static files of a log (C2SP tlog-tiles) over HTTP. */
export interface RemoteLog {
  readonly url: string
  /** @throws RemoteError */
  checkpoint(): Promise<string>
  /** What the log tells of its keys; null where it tells nothing. @throws RemoteError */
  keyHistory(): Promise<string | null>
  /** Hashes of a tile, at least `width` of them. @throws RemoteError */
  hashes(level: number, index: number, width: number): Promise<Buffer[]>
  /** Entries of a bundle, at least `width` of them. @throws RemoteError */
  entries(index: number, width: number): Promise<Buffer[]>
}

/** `away`: nothing can be said of the log. `missing`: it does not give what its own checkpoint stands for. */
export class RemoteError extends Error {
  readonly kind: 'away' | 'missing'
  constructor(kind: RemoteError['kind'], why: string) {
    super(why)
    this.kind = kind
  }
}

/** 256 entries of at most 64 KiB with their lengths. */
const MOST_BYTES = TILE_WIDTH * (65_535 + 2)
const MOST_NOTE_BYTES = 1024 * 1024

/** A bare address of a space is completed to where its log lies. */
export function prefixOf(url: string): string {
  const { pathname } = new URL(url)
  return pathname === '/' ? `${new URL(url).origin}/api/evidence` : url.replace(/\/+$/, '')
}

export function remoteLog(address: string, { timeoutMs }: { timeoutMs: number }): RemoteLog {
  const url = prefixOf(address)

  const get = async (path: string, most: number): Promise<Buffer | null> => {
    let response: Response
    try {
      // A log that is not trusted must not send its monitor to addresses inside the network of whoever runs it.
      const options = { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' as const }
      response = await fetch(`${url}/${path}`, options)
      if (response.ok) return await body(response, most, path)
    } catch (error) {
      if (error instanceof RemoteError) throw error
      throw new RemoteError('away', `${path}: ${(error as Error).message}`)
    }
    await response.body?.cancel()
    if (response.status === 404) return null
    const elsewhere = response.status >= 300 && response.status < 400
    const hint = elsewhere ? ', which leads elsewhere: give the monitor that address itself' : ''
    throw new RemoteError('away', `${path}: HTTP ${response.status}${hint}`)
  }
  /** A partial tile may be gone once the full one is there (tlog-tiles). */
  const tile = async (name: TileName): Promise<Buffer> => {
    const found =
      (await get(tilePath(name), MOST_BYTES)) ??
      (name.width < TILE_WIDTH ? await get(tilePath({ ...name, width: TILE_WIDTH }), MOST_BYTES) : null)
    if (!found) throw new RemoteError('missing', `${tilePath(name)} is missing`)
    return found
  }
  const whole = (parts: Buffer[] | null, name: TileName): Buffer[] => {
    if (parts && parts.length >= name.width) return parts.slice(0, name.width)
    throw new RemoteError('missing', `${tilePath(name)} is not whole`)
  }

  return {
    url,
    async checkpoint() {
      const note = await get('checkpoint', MOST_NOTE_BYTES)
      if (!note) throw new RemoteError('missing', 'the checkpoint is missing')
      return note.toString('utf8')
    },
    keyHistory: async () => (await get('keys', 16 * MOST_NOTE_BYTES))?.toString('utf8') ?? null,
    async hashes(level, index, width) {
      const name = { level, index, width }
      return whole(unpackHashes(await tile(name)), name)
    },
    async entries(index, width) {
      const name: TileName = { level: 'entries', index, width }
      return whole(unpackBundle(await tile(name)), name)
    },
  }
}

async function body(response: Response, most: number, path: string): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += (part as Uint8Array).length
    if (bytes > most) throw new RemoteError('missing', `${path} is longer than it may be`)
    parts.push(part as Uint8Array)
  }
  return Buffer.concat(parts)
}
