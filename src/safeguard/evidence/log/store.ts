import { dirname, join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { readOrNull, syncFile, syncFolder, writeAtomic } from './files.ts'
import { TILE_WIDTH, tilePath, type TileName } from './tiles.ts'

/** Full tiles kept in memory for readers: some 40 KB each. */
const CACHED_TILES = 64

/** The static files of a log: full tiles and bundles. Derived from the journal, so written without haste. */
export interface TileStore {
  /** Queues a full tile; readers see it at once. Waits while too many are queued. */
  put(name: TileName, content: Buffer): Promise<void>
  /** @throws XinyuError EVIDENCE_LOG_DAMAGED when a full tile that must exist does not */
  get(name: Omit<TileName, 'width'>): Promise<Buffer>
  /** Makes everything put so far durable, folders included. */
  sync(): Promise<void>
}

/** Tiles that may wait for the disk: bounds memory. */
const MOST_WAITING = 64

/** `readOnly` keeps what is put in memory: as much as the journal holds, some 16 MB. */
export function openTileStore(folder: string, { readOnly = false } = {}): TileStore {
  const waiting = new Map<string, Buffer>()
  const cache = new Map<string, Buffer>()
  const unsynced = new Set<string>()
  let writing: Promise<void> | null = null
  let failure: unknown

  const drain = async () => {
    for (const [path, content] of waiting) {
      const file = join(folder, path)
      const present = await readOrNull(file)
      if (!present?.equals(content)) await writeAtomic(file, content, { sync: false })
      unsynced.add(file)
      waiting.delete(path)
    }
  }
  const flush = async () => {
    writing ??= drain()
      .catch((error: unknown) => {
        failure = error
      })
      .finally(() => {
        writing = null
      })
    await writing
    if (failure) throw failure
  }

  return {
    async put(name, content) {
      const path = tilePath(name)
      waiting.set(path, content)
      cache.delete(path)
      if (readOnly) return
      const flushed = flush()
      if (waiting.size > MOST_WAITING) await flushed
      else flushed.catch(() => {})
      if (failure) throw failure
    },
    async get(name) {
      const path = tilePath({ ...name, width: TILE_WIDTH })
      const held = waiting.get(path) ?? cache.get(path)
      if (held) return held
      const content = await readOrNull(join(folder, path))
      // Named as outsiders ask for it: they are told of it too, and where the folder lies is not theirs to know.
      if (!content) throw new XinyuError('EVIDENCE_LOG_DAMAGED', { file: path, why: 'missing' })
      if (cache.size >= CACHED_TILES) cache.delete(cache.keys().next().value!)
      cache.set(path, content)
      return content
    },
    async sync() {
      while (waiting.size > 0) await flush()
      if (failure) throw failure
      const files = [...unsynced]
      const folders = new Set<string>()
      for (const file of files) {
        await syncFile(file)
        for (let at = dirname(file); at.length >= folder.length; at = dirname(at)) folders.add(at)
        unsynced.delete(file)
      }
      for (const one of folders) await syncFolder(one)
    },
  }
}
