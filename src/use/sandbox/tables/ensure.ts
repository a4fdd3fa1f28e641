import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { quotePath } from '../../../supply/source/child/index.ts'
import { projectTableFolder, projectTables, type ProjectTableView } from '../../../supply/treat/index.ts'
import { buildFolder } from './build.ts'
import { dictionaryOf, readDictionary, type SeatTable, writeDictionary } from './dictionary.ts'
import { DICTIONARY_FILE, projectTablesFolder, SOURCES_FILE, TABLES_FILE } from './places.ts'
import { titlesOf } from './titles.ts'

/** What a seat sees of its project. */
export interface SeatTables {
  readonly folder: string
  readonly tables: readonly SeatTable[]
}

/** The prepared tables of a project under these contracts. */
export async function preparedUnder(
  core: Core,
  projectId: string,
  contractIds: ReadonlySet<string>,
): Promise<ProjectTableView[]> {
  return (await projectTables(core, projectId)).filter(({ contractId }) => contractIds.has(contractId))
}

/**
 * The tables of a project as one read-only database, made when it is first asked for and anew when what was prepared
 * changed. Many seats that ask at once wait for one making. Null: nothing is prepared.
 */
export function createTables(core: Core) {
  const making = new Map<string, Promise<void>>()
  return async (projectId: string, contractIds: ReadonlySet<string>): Promise<SeatTables | null> => {
    const prepared = await preparedUnder(core, projectId, contractIds)
    if (prepared.length === 0) return null
    const folder = join(projectTablesFolder(core, projectId), keyOf(prepared))
    if (!existsSync(join(folder, DICTIONARY_FILE))) {
      const made = making.get(folder) ?? make(core, projectId, folder, prepared)
      making.set(folder, made)
      try {
        await made
      } finally {
        making.delete(folder)
      }
    }
    return { folder, tables: await readDictionary(folder) }
  }
}

/** Another preparation has other tables: they are never changed in place. */
const keyOf = (prepared: readonly ProjectTableView[]): string =>
  digestOf(
    prepared
      .map(({ id }) => id)
      .sort()
      .join(),
  ).slice(0, 32)

/** Two contracts may each bring a table of the same name: the later one gets a number. */
export function namesOf<T extends { readonly id: string; readonly name: string }>(
  prepared: readonly T[],
): (T & { readonly shown: string })[] {
  const taken = new Set<string>()
  const sorted = [...prepared].sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
  return sorted.map((table) => {
    let shown = table.name
    for (let place = 2; taken.has(shown.toLowerCase()); place++) shown = `${table.name}_${place}`
    taken.add(shown.toLowerCase())
    return { ...table, shown }
  })
}

async function make(
  core: Core,
  projectId: string,
  folder: string,
  prepared: readonly ProjectTableView[],
): Promise<void> {
  const named = namesOf(prepared)
  const works = await Promise.all(
    named.map(async ({ id, shown: name, columns }) => {
      const from = projectTableFolder(core, projectId, id)
      const files = (await readdir(from))
        .filter((one) => one.endsWith('.parquet'))
        .map((one) => join(from, one))
      const list = files.map((file) => quotePath(file)).join(', ')
      // The project's own number of a person stays behind: no contract opens it.
      const open = columns.map((column) => column.name)
      return { name, from: `read_parquet([${list}])`, files, columns: open }
    }),
  )
  const titles = await titlesOf(core, named)
  await buildFolder(core, folder, TABLES_FILE, works, async (draft, built) => {
    await writeDictionary(draft, dictionaryOf(built, titles, 'project'))
    const sources = prepared.map(({ id, contractId }) => ({ id, contractId }))
    await writeFile(join(draft, SOURCES_FILE), JSON.stringify(sources), { mode: 0o600 })
  })
}
