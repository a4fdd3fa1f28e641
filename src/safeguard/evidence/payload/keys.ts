import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../../../kernel/random.ts'
import { syncPath } from '../../../platform/files/index.ts'
import { destroySecretKey, keyFolder, sealedSecret } from '../../crypto/index.ts'

/**
 * Data keys of payloads, one file for a class of retention and a month: `disclosure-2026-01-7f3a90c2.key`. The random
 * end keeps a key that was destroyed, or lost, from ever being taken for a later one of the same month.
 */
export interface PayloadKey {
  readonly name: string
  readonly class: string
  /** `2026-01`, UTC. */
  readonly month: string
}

const NAME = /^([a-z]{1,24})-(\d{4}-\d{2})-[0-9a-f]{8}$/
const DESTROYED = 'destroyed.txt'

export const payloadKeyFolder = (home: string): string => join(keyFolder(home), 'payload')
const secretOf = (name: string): string => `payload/${name}`
const fileOf = (home: string, name: string): string => join(payloadKeyFolder(home), `${name}.key`)

export function parseKeyName(name: string): PayloadKey | null {
  const [, of, month] = NAME.exec(name) ?? []
  return of === undefined || month === undefined ? null : { name, class: of, month }
}

/** The month of a moment, UTC, as it stands in the name of a key. */
export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7)

/** First ms of a month and of the one after it. */
export function monthBounds(month: string): { from: number; to: number } {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return { from: Date.UTC(year, number - 1, 1), to: Date.UTC(year, number, 1) }
}

/** Keys that are there, oldest month first. */
export async function listPayloadKeys(home: string): Promise<PayloadKey[]> {
  const gone = new Set(await destroyedKeys(home))
  return (await keyFiles(home)).filter(({ name }) => !gone.has(name))
}

async function keyFiles(home: string): Promise<PayloadKey[]> {
  const files = await readdir(payloadKeyFolder(home)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return files
    .filter((file) => file.endsWith('.key'))
    .flatMap((file) => parseKeyName(file.slice(0, -4)) ?? [])
    .toSorted((a, b) => (a.month + a.name < b.month + b.name ? -1 : 1))
}

/** Makes a new key of a class and month, on disk before it is used. */
export async function makePayloadKey(
  home: string,
  of: string,
  month: string,
  random: Random,
): Promise<{ name: string; key: Buffer }> {
  const name = `${of}-${month}-${Buffer.from(random.bytes(4)).toString('hex')}`
  return { name, key: await sealedSecret(home, secretOf(name), random) }
}

/**
 * The key; null where there is none any more, be it destroyed or lost.
 * @throws XinyuError KEY_UNREADABLE, KEY_EXPOSED, KEY_MASTER_MISSING
 */
export async function readPayloadKey(home: string, name: string): Promise<Buffer | null> {
  if (!parseKeyName(name) || (await destroyedKeys(home)).includes(name)) return null
  return sealedSecret(home, secretOf(name), null)
}

/** Names of keys that were destroyed: a backup that is put back must not bring them back. */
export async function destroyedKeys(home: string): Promise<string[]> {
  const text = await readFile(join(payloadKeyFolder(home), DESTROYED), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    },
  )
  // The last line may be torn: it counts only with its end, and its key is destroyed again then.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' ')[0]!)
}

/** Destroys a key for good: first its name is written down durably, so that a kill in between is made good at the next try. */
export async function destroyPayloadKey(
  home: string,
  name: string,
  random: Random,
  now: number,
): Promise<void> {
  const folder = payloadKeyFolder(home)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!(await destroyedKeys(home)).includes(name)) {
    const list = join(folder, DESTROYED)
    // A line that a crash tore must not swallow this one.
    const torn = (await readFile(list, 'utf8').catch(() => '')).match(/[^\n]$/) !== null
    await appendFile(list, `${torn ? '\n' : ''}${name} ${new Date(now).toISOString()}\n`, { mode: 0o600 })
    await syncPath(list)
    await syncPath(folder)
  }
  await destroySecretKey(fileOf(home, name), random)
}

/** Removes keys that were destroyed and came back with a backup. Returns how many. */
export async function purgeDestroyedKeys(home: string, random: Random): Promise<number> {
  const gone = new Set(await destroyedKeys(home))
  let purged = 0
  for (const { name } of await keyFiles(home))
    if (gone.has(name) && (await destroySecretKey(fileOf(home, name), random))) purged++
  return purged
}
