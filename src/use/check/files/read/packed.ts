import { packed, shownName } from '../look/place.ts'
import { inflate } from './inflate.ts'
import type { Reading } from './reading.ts'
import { readTar } from './tar.ts'
import { leadsOut, openZip } from './zip.ts'

/** zip, tar and gzip: each file in them as a file of its own. */
export function readPacked(reading: Reading): Promise<void> {
  const { bytes } = reading
  if (bytes[0] === 0x50) return readZip(reading)
  return bytes[0] === 0x1f ? readGzip(reading) : readTarFile(reading)
}

const outer = ({ place, name }: Reading): string =>
  place || shownName(name.split('/').at(-1) ?? '', 'archive')

async function readZip(reading: Reading): Promise<void> {
  const { look, bytes, inside } = reading
  const at = outer(reading)
  const zip = openZip(look, bytes, at)
  if (!zip) return look.found('unreadable', at)
  look.looked('trailing-bytes')
  if (zip.strayBytes > 0) look.found('trailing-bytes', at)
  const seen = new Set<string>()
  for (const [i, entry] of zip.entries.entries()) {
    const place = packed(at, shownName(entry.name, `entry ${i + 1}`))
    look.looked('archive-path')
    // Two files of one name: which one is seen depends on who unpacks.
    if (leadsOut(entry.name) || entry.link || seen.has(entry.name))
      look.found('archive-path', place, { group: at })
    seen.add(entry.name)
    if (entry.folder && entry.packed === 0) continue
    if (entry.encrypted) look.found('encrypted', place, { group: at })
    else {
      const content = zip.read(entry, place)
      if (content) await inside(entry.name, content, place)
      else look.found('unreadable', place)
    }
  }
}

async function readTarFile(reading: Reading): Promise<void> {
  const { look, bytes, inside } = reading
  const at = outer(reading)
  const entries = readTar(look, bytes, at)
  if (!entries) return look.found('unreadable', at)
  for (const [i, entry] of entries.entries()) {
    const place = packed(at, shownName(entry.name, `entry ${i + 1}`))
    look.looked('archive-path')
    if (leadsOut(entry.name) || (!entry.plain && !entry.folder))
      look.found('archive-path', place, { group: at })
    if (entry.plain) await inside(entry.name, entry.bytes, place)
  }
}

async function readGzip(reading: Reading): Promise<void> {
  const { look, bytes, name, inside } = reading
  const at = outer(reading)
  const content = inflate(look, 'gzip', bytes, at)
  if (!content) return look.found('unreadable', at)
  const inner = (name.split('/').at(-1) ?? '').replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar')
  await inside(inner, content, packed(at, shownName(inner, 'content')))
}

/** joblib packs pickles by zlib. */
export async function readZlib({ look, bytes, name, place, inside }: Reading): Promise<void> {
  const content = inflate(look, 'zlib', bytes, place)
  if (!content) return look.found('unreadable', place)
  await inside(name.replace(/\.gz$/i, ''), content, place)
}
