import { XinyuError } from '../../../../kernel/index.ts'
import type { Platform } from '../../../../platform/platform.ts'
import type { Cell, Connection, SourceDriver, SourceTable } from '../source.ts'
import { openClient } from './client.ts'
import { HttpSecret, HttpSettings, type HttpTable } from './model.ts'
import type { AddressRules } from './net/address.ts'
import { pagerOf } from './paging.ts'
import { type Reader, readPage, readTable } from './read.ts'
import { namesOf } from './rows.ts'

/** Time, randomness, and the zone of times that say none. */
export interface HttpTools extends Pick<Platform, 'clock' | 'random'> {
  readonly config: { readonly sources: { readonly timeZone: string } }
}

/** Pulls tables from a service that answers with JSON over HTTP. */
export const httpDriver = (
  rules: AddressRules,
  tools: HttpTools,
): SourceDriver<HttpSettings, HttpSecret> => ({
  kind: 'http',
  settings: HttpSettings,
  secret: HttpSecret,
  async open(settings, secret, signal) {
    signal.throwIfAborted()
    const { clock, config } = tools
    const { timeZone } = config.sources
    const client = openClient(settings, secret, rules, tools)
    const readerFor = (name: string): Reader => {
      const table = settings.tables.find((one) => one.name === name)
      if (!table) throw new XinyuError('SOURCE_TABLE_MISSING', { table: name })
      return { client, settings, table, pager: pagerOf(settings.paging), clock, timeZone }
    }
    const connection: Connection = {
      tables: async () => {
        const found: SourceTable[] = []
        for (const table of settings.tables) found.push(await look(readerFor(table.name), signal))
        return found
      },
      read: (work) => readTable(readerFor(work.table.name), work),
      keys: (table, stop) => keysOf(readerFor(table.name), table, stop),
      rows: (table, keys, stop) => rowsWith(readerFor(table.name), table, keys, stop),
      warnings: async () =>
        new URL(settings.baseUrl).protocol === 'http:'
          ? [{ code: 'SOURCE_NOT_ENCRYPTED', params: { where: new URL(settings.baseUrl).host } }]
          : [],
      close: async () => client.close(),
    }
    return connection
  },
})

/** Columns of a table: as the settings name them, else the names on its first page. @throws XinyuError SERVICE_* */
async function look(reader: Reader, signal: AbortSignal): Promise<SourceTable> {
  const { table, pager } = reader
  const page = await readPage(reader, pager.first, null, signal)
  const names = table.columns.length > 0 ? table.columns : namesOf(page?.rows ?? [])
  mustHave(table, names)
  return {
    name: table.name,
    columns: names.map((name) => ({ name, type: 'json' })),
    key: table.key,
    watermarks: table.watermark === null ? [] : [table.watermark.column],
    rowsApprox: page?.total ?? null,
  }
}

function mustHave(table: HttpTable, names: readonly string[]): void {
  if (names.length === 0) return
  const needed = [...table.key, ...(table.watermark === null ? [] : [table.watermark.column])]
  const missing = needed.find((name) => !names.includes(name))
  if (missing !== undefined) {
    throw new XinyuError('SERVICE_FIELD_MISSING', { where: table.name, field: missing })
  }
}

/** All keys: a service has no cheaper way than its whole list. */
async function* keysOf(reader: Reader, table: SourceTable, signal: AbortSignal): AsyncGenerator<Cell[][]> {
  const keyOf = keyIn(table)
  for await (const rows of everything(reader, table, signal)) yield rows.map(keyOf)
}

/** Some rows: the whole list again, of which they are taken. */
async function* rowsWith(
  reader: Reader,
  table: SourceTable,
  keys: readonly (readonly Cell[])[],
  signal: AbortSignal,
): AsyncGenerator<Cell[][]> {
  const wanted = new Set(keys.map((key) => JSON.stringify(key)))
  const keyOf = keyIn(table)
  for await (const rows of everything(reader, table, signal)) {
    const found = rows.filter((row) => wanted.has(JSON.stringify(keyOf(row))))
    if (found.length > 0) yield found.map((row) => [...row])
  }
}

function keyIn(table: SourceTable): (row: readonly Cell[]) => Cell[] {
  const places = table.key.map((name) => table.columns.findIndex((column) => column.name === name))
  return (row) => places.map((place) => row[place] ?? null)
}

async function* everything(
  reader: Reader,
  table: SourceTable,
  signal: AbortSignal,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  const work = { table, mode: 'snapshot', watermark: null, after: null, signal } as const
  for await (const { rows } of readTable(reader, work)) yield rows
}
