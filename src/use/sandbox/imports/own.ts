import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Json } from '../../../kernel/canonical.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { quotePath } from '../../../supply/source/child/index.ts'
import { buildFolder } from '../tables/build.ts'
import type { BuildTable } from '../tables/child/build.ts'
import { dictionaryOf, readDictionary, type SeatTable, writeDictionary } from '../tables/dictionary.ts'
import { DICTIONARY_FILE, OWN_FILE } from '../tables/places.ts'
import { importFile, ownFolder } from './places.ts'
import { tableNameOf } from './rules.ts'
import { approvedImports, type ImportRow } from './store.ts'

const PACKAGES = 'packages'
const UNPACK_MS = 120_000

/** What a team brought, as its seats see it; made when it is first asked for and anew when something was approved. */
export function createOwn(core: Core) {
  const making = new Map<string, Promise<void>>()

  const folderOf = async (projectId: string): Promise<string | null> => {
    const rows = await approvedImports(core, projectId)
    if (rows.length === 0) return null
    const folder = join(ownFolder(core, projectId), keyOf(rows))
    if (existsSync(join(folder, DICTIONARY_FILE))) return folder
    const made = making.get(folder) ?? make(core, folder, rows)
    making.set(folder, made)
    try {
      await made
    } finally {
      making.delete(folder)
    }
    return folder
  }

  return {
    async ownOf(projectId: string): Promise<{ folder: string; tables: SeatTable[] } | null> {
      const folder = await folderOf(projectId)
      return folder === null ? null : { folder, tables: await readDictionary(folder) }
    },
    /** The operator's set first: what a team brings does not stand in for it. */
    async packagesOf(projectId: string): Promise<string[]> {
      const { packages } = core.config.sandbox
      const folder = await folderOf(projectId)
      const own = folder === null ? null : join(folder, PACKAGES)
      return [...(packages === null ? [] : [packages]), ...(own !== null && existsSync(own) ? [own] : [])]
    },
    /** Removes what was made of other sets of approved things, unless a seat looks at it. */
    async sweep(inUse: ReadonlySet<string>): Promise<void> {
      const root = join(ownFolder(core, 'x'), '..')
      for (const projectId of await names(root)) {
        const rows = await approvedImports(core, projectId)
        const kept = rows.length === 0 ? null : keyOf(rows)
        for (const key of await names(join(root, projectId))) {
          const folder = join(root, projectId, key)
          if (key === kept || key.includes('.') || inUse.has(folder)) continue
          await rm(folder, { recursive: true, force: true })
        }
      }
    },
  }
}

const names = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })

const keyOf = (rows: readonly ImportRow[]): string => digestOf(rows.map(({ id }) => id).join()).slice(0, 32)

async function make(core: Core, folder: string, rows: readonly ImportRow[]): Promise<void> {
  const tables = rows.filter(({ kind }) => kind === 'table').map((row) => tableOf(core, row))
  const titles = new Map(
    tables.map(({ name }) => [name, { titleZh: name, titleEn: name, columns: {} }] as const),
  )
  await buildFolder(core, folder, OWN_FILE, tables, async (draft, built) => {
    await writeDictionary(draft, dictionaryOf(built, titles, 'own'))
    const files = join(draft, 'files')
    await mkdir(files, { mode: 0o755 })
    for (const row of rows) {
      if (row.kind === 'table') continue
      if (row.kind === 'packages') await unpack(core, row, join(draft, PACKAGES))
      else await shown(importFile(core, row.id), join(files, row.name))
    }
  })
}

async function shown(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  await chmod(to, 0o644)
}

function tableOf(core: Core, row: ImportRow): BuildTable {
  const file = importFile(core, row.id)
  const path = quotePath(file)
  const parquet = /\.parquet$/i.test(row.name)
  const from = parquet ? `read_parquet([${path}])` : `read_csv([${path}], header = true, sample_size = -1)`
  return { name: tableNameOf(row.name), from, files: [file], columns: null }
}

/** A wheel is unpacked by a child of its own: pure Python only, bounded, and nothing outside of the folder. */
async function unpack(core: Core, row: ImportRow, target: string): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o755 })
  const module = new URL('./child/unpack.ts', import.meta.url).href
  const limits = { timeMs: UNPACK_MS, memoryBytes: 512 * 1_048_576, maxRows: 1 }
  const input = { file: importFile(core, row.id), target } as unknown as Json
  await core.engine.script({ module, input, limits })
}
