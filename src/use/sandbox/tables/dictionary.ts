import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SeatTableView } from '../model.ts'
import type { z } from 'zod'
import type { BuiltTable } from './child/build.ts'
import { DICTIONARY_FILE } from './places.ts'

export type SeatTable = z.output<typeof SeatTableView>

export interface Titles {
  readonly titleZh: string
  readonly titleEn: string
  readonly columns: Readonly<Record<string, { readonly zh: string; readonly en: string }>>
}

/** The Chinese data dictionary beside the tables, as Python and the portal read it. */
export function dictionaryOf(
  built: readonly BuiltTable[],
  titles: ReadonlyMap<string, Titles>,
  origin: SeatTable['origin'],
): SeatTable[] {
  return built.map(({ name, rows, columns }) => {
    const known = titles.get(name)
    return {
      name,
      titleZh: known?.titleZh ?? name,
      titleEn: known?.titleEn ?? name,
      rows,
      columns: columns.map((column) => ({
        ...column,
        titleZh: known?.columns[column.name]?.zh ?? column.name,
        titleEn: known?.columns[column.name]?.en ?? column.name,
      })),
      origin,
    }
  })
}

/** Readable by the seats, whose users are none of the host. */
export async function writeDictionary(folder: string, tables: readonly SeatTable[]): Promise<void> {
  await writeFile(join(folder, DICTIONARY_FILE), JSON.stringify({ tables }), { mode: 0o644 })
}

export async function readDictionary(folder: string): Promise<SeatTable[]> {
  const text = await readFile(join(folder, DICTIONARY_FILE), 'utf8')
  return (JSON.parse(text) as { tables: SeatTable[] }).tables
}
