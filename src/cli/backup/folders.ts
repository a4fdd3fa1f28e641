import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Folders of the data folder that are copied as they are: immutable files, superset of what the snapshot names. */
const FOLDERS = [
  'versions',
  'insured',
  'projects',
  'quality',
  'outputs',
  'history',
  'uploads',
  'keys',
  'authority',
  'evidence-archive',
  'airlock',
  'connector',
  'seats/files',
  'seats/imports',
  'contest',
  'contest-blind',
] as const

const CONFIG = 'xinyu.yaml'
export const SUITE = 'crypto-suite'
const FILES = [SUITE, CONFIG] as const

export interface HomeFile {
  /** Below the data folder, with `/`. */
  readonly path: string
  readonly mode: number
}

/** What of a data folder is backed up beside database and log, in one order. Links and sockets are nobody's data. */
export async function* homeFiles(home: string): AsyncGenerator<HomeFile> {
  for (const path of FILES) {
    const found = await stat(join(home, path)).catch(() => null)
    if (found?.isFile()) yield { path, mode: found.mode & 0o777 }
  }
  for (const folder of FOLDERS) yield* filesBelow(home, folder)
}

/** Files below a folder, names sorted; none where it is not there. */
export async function* filesBelow(root: string, folder: string): AsyncGenerator<HomeFile> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(root, path)
    else if (entry.isFile()) yield { path, mode: (await stat(join(root, path))).mode & 0o777 }
  }
}
