import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { WorkMembers } from './engine.ts'

/** How a child says what its members file holds. */
export interface MembersTold {
  readonly count: number
  readonly parts: number
  readonly groups: number
  readonly unions: number
}

/** Bytes read at once, so that other work of the server gets its turn. */
const AT_ONCE = 8 << 20

/**
 * Reads the file in which a child brings its members, column by column: the parts (FLOAT64), the persons, the start of
 * each row, the support of each part by row; then for the larger groups their persons and the support of each part
 * (UINT32). Native byte order: it never leaves the machine. @throws XinyuError ENGINE_FAILED when it is not whole
 */
export async function readMembers(folder: string, told: MembersTold): Promise<WorkMembers> {
  const file = await open(join(folder, 'members.bin'), 'r')
  try {
    let offset = 0
    const column = async <T extends Float64Array | Uint32Array>(into: T): Promise<T> => {
      offset = await fill(file, into, offset)
      return into
    }
    const columns = async <T extends Float64Array | Uint32Array>(
      count: number,
      make: () => T,
    ): Promise<T[]> => {
      const all: T[] = []
      for (let at = 0; at < count; at++) all.push(await column(make()))
      return all
    }
    const parts = await columns(told.parts, () => new Float64Array(told.count))
    const person = await column(new Uint32Array(told.count))
    const start = await column(new Uint32Array(told.groups + 1))
    const supports = await columns(told.parts, () => new Uint32Array(told.groups))
    const unions = await columns(told.unions > 0 ? told.parts + 1 : 0, () => new Uint32Array(told.unions))
    return {
      start,
      person,
      parts,
      supports,
      unions: { persons: unions[0] ?? new Uint32Array(0), supports: unions.slice(1) },
    }
  } finally {
    await file.close()
  }
}

async function fill(file: FileHandle, into: Float64Array | Uint32Array, offset: number): Promise<number> {
  const bytes = new Uint8Array(into.buffer)
  let done = 0
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, Math.min(AT_ONCE, bytes.length - done), offset + done)
    if (bytesRead === 0) throw new XinyuError('ENGINE_FAILED', { what: 'members file is not whole' })
    done += bytesRead
  }
  return offset + done
}
