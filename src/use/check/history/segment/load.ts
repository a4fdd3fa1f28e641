import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../../../kernel/errors/index.ts'
import type { Random } from '../../../../kernel/random.ts'
import { digestOf } from '../../../../safeguard/crypto/index.ts'
import type { Core } from '../../../../safeguard/evidence/index.ts'
import { createBreath } from '../breath.ts'
import { createProject, type ProjectHistory } from '../project.ts'
import { decodePersons, decodeTokens, encodingReady } from '../set/encode.ts'
import { segmentsOf } from '../store.ts'
import { FOOT, type Index, indexAtEnd, indexOf, lengthOfEnd } from './format.ts'
import { historyKey, type HistoryKey } from './key.ts'
import { historyFolder } from './places.ts'
import { sweepProject } from './sweep.ts'

/**
 * The history of a project from its segments. `k` is the least fineness; cells released under a larger k raise it.
 * `mine`: the caller holds the project, so that what no row names is nobody's work in progress and is swept.
 * @throws XinyuError GATE_HISTORY_DAMAGED where a segment is missing or not what was released
 */
export async function loadProject(
  core: Core,
  projectId: string,
  k: number,
  mine = true,
): Promise<ProjectHistory> {
  await encodingReady()
  const folder = historyFolder(core, projectId)
  const rows = await segmentsOf(core, projectId)
  if (mine) await sweepProject(core, projectId)
  const key = await historyKey(core, folder, rows.length > 0)
  return openSegments(folder, key, k, rows, core.random)
}

/** The same of given segments, in the order of their release. */
export async function openSegments(
  folder: string,
  key: HistoryKey,
  k: number,
  rows: readonly { readonly file: string; readonly digest: string }[],
  random: Pick<Random, 'bytes'>,
): Promise<ProjectHistory> {
  let strictest = k
  for (const { file } of rows)
    for (const entry of (await readIndex(join(folder, file))).entries)
      strictest = Math.max(strictest, entry.k)
  const project = createProject(folder, key, strictest, random)
  const breath = createBreath()
  for (const { file, digest } of rows) {
    const bytes = await readSegment(join(folder, file), digest)
    const { families, entries } = indexOf(bytes)
    const first = project.records.length
    for (const entry of entries) {
      const set = setAt(bytes, entry)
      const { v: value, m: margin, k: strict, x: most, p: persons, t: tokens } = entry
      const sketch = project.sketch(set)
      const family = families[entry.f]!
      project.add({ family, value, margin, k: strict, most, sketch, file, persons, tokens }, set)
      await breath.after(entry.n)
    }
    project.shelve(first)
  }
  return project
}

const setAt = (bytes: Buffer, { p, t, n, x }: Index['entries'][number]) => ({
  persons: decodePersons(bytes.subarray(p[0], p[0] + p[1]), n),
  tokens: decodeTokens(bytes.subarray(t[0], t[0] + t[1]), n),
  most: x,
})

async function readSegment(file: string, digest: string | null): Promise<Buffer> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new XinyuError('GATE_HISTORY_DAMAGED', {}, { cause })
  })
  if (digest !== null && digestOf(bytes) !== digest) throw new XinyuError('GATE_HISTORY_DAMAGED')
  return bytes
}

/** The index alone, from the end of the file. @throws XinyuError GATE_HISTORY_DAMAGED */
async function readIndex(path: string): Promise<Index> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new XinyuError('GATE_HISTORY_DAMAGED', {}, { cause })
  })
  try {
    const { size } = await file.stat()
    const read = async (length: number) => {
      const bytes = Buffer.alloc(Math.min(length, size))
      await file.read(bytes, 0, bytes.length, size - bytes.length)
      return bytes
    }
    return indexAtEnd(await read(lengthOfEnd(await read(FOOT.length + 4))))
  } finally {
    await file.close()
  }
}
