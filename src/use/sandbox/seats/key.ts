import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { syncPath } from '../../../supply/source/index.ts'

const KEY_BYTES = 32
const fileOf = (core: Core, seatId: string): string => join(core.home, 'keys', 'seats', `${seatId}.key`)

/** The key that the files of a seat are sealed with, made at first use, readable by its owner. */
export async function seatKey(core: Core, seatId: string): Promise<Buffer> {
  const file = fileOf(core, seatId)
  const found = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (found) {
    if (found.length !== KEY_BYTES) throw new Error(`the key of seat ${seatId} is damaged`)
    return found
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.new`
  const key = Buffer.from(core.random.bytes(KEY_BYTES))
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(key)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  await syncPath(dirname(file))
  return key
}

/** Destroys the key, overwritten first: what was sealed with it, also in a backup, is noise from then on. */
export async function destroySeatKey(core: Core, seatId: string): Promise<boolean> {
  const file = fileOf(core, seatId)
  const handle = await open(file, 'r+').catch(() => null)
  if (handle === null) return false
  try {
    await handle.write(core.random.bytes(KEY_BYTES), 0, KEY_BYTES, 0)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rm(file, { force: true })
  await syncPath(dirname(file))
  return true
}
