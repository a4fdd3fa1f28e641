import { brotliDecompressSync, zstdDecompressSync } from 'node:zlib'
import {
  type Compressors,
  type FileMetaData,
  parquetMetadata,
  parquetReadObjects,
  parquetSchema,
  snappyUncompress,
} from 'hyparquet'
import type { Look } from '../look/look.ts'
import { Overrun } from '../look/overrun.ts'
import { within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import { lookAtTable } from '../tables/look.ts'
import { tableOf } from '../tables/model.ts'
import { inflate } from './inflate.ts'
import { checkPages } from './parquet-pages.ts'
import type { Reading } from './reading.ts'

/** Parquet: its rows as a table, and what its writer put beside them. */
export async function readParquet({ look, bytes, place }: Reading): Promise<void> {
  const file = new Uint8Array(bytes).buffer
  const metadata = attempt(() => parquetMetadata(file))
  if (!metadata) return look.found('unreadable', within(place, 'metadata'))
  const rows = Number(metadata.num_rows)
  const names = attempt(() => parquetSchema(metadata).children.map(({ element }) => element.name))
  if (!names) return look.found('unreadable', within(place, 'metadata'))
  const beside = (metadata.key_value_metadata ?? []).map(({ key, value }) => `${key} ${value ?? ''}`)
  lookAtText(look, [...beside, ...names, metadata.created_by ?? ''].join('\n'), () =>
    within(place, 'metadata'),
  )
  look.use('cells', Math.max(0, rows) * Math.max(1, names.length), place)
  // The sizes that a file gives of itself may lie: each page is bounded when it is unpacked.
  look.use('unpackedBytes', declaredBytes(metadata), place)
  const values = metadata.row_groups
    .flatMap(({ columns }) => columns)
    .map(({ meta_data }) => Number(meta_data?.num_values ?? 0n))
  if (values.some((count) => !(count >= 0)) || !(rows >= 0))
    return look.found('unreadable', within(place, 'metadata'))
  look.use(
    'cells',
    values.reduce((sum, count) => sum + count, 0),
    place,
  )
  try {
    checkPages(bytes, metadata, look.limits.unpackedBytes)
    const found = await rowsOf(file, metadata, names, compressors(look, place))
    lookAtTable(
      look,
      tableOf([names, ...found], {
        place,
        cell: (row, _, name) => within(place, `row ${row}, ${name}`),
        column: (_, name) => within(place, name),
      }),
    )
  } catch (error) {
    if (error instanceof Overrun) throw error
    look.found('unreadable', within(place, 'rows'))
  }
}

/** One column of one group at a time: where several are read at once, only the first failure is waited for. */
async function rowsOf(
  file: ArrayBuffer,
  metadata: FileMetaData,
  names: readonly string[],
  compressors: Compressors,
): Promise<string[][]> {
  const rows: string[][] = []
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    if (!(rowEnd >= rowStart && rowEnd <= Number(metadata.num_rows))) throw new RangeError('rows')
    for (const [column, name] of names.entries()) {
      const found = await parquetReadObjects({
        file,
        metadata,
        columns: [name],
        rowStart,
        rowEnd,
        compressors,
      })
      for (const [row, value] of found.entries())
        (rows[rowStart + row] ??= names.map(() => ''))[column] = shown(value[name])
    }
    rowStart = rowEnd
  }
  return rows
}

const declaredBytes = ({ row_groups }: FileMetaData): number =>
  row_groups
    .flatMap(({ columns }) => columns)
    .reduce((sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0n), 0)

function compressors(look: Look, place: string): Compressors {
  const bounded =
    (unpack: (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer) => (bytes: Uint8Array) =>
      unpack(bytes, { maxOutputLength: Math.max(1, look.room) })
  const room = (size: number): void => {
    if (size > look.limits.unpackedBytes) throw new RangeError('too much')
  }
  return {
    SNAPPY: (bytes, size) => {
      room(size)
      const out = new Uint8Array(size)
      snappyUncompress(bytes, out)
      return out
    },
    GZIP: (bytes) => inflate(look, 'gzip', bytes, place) ?? new Uint8Array(),
    ZSTD: bounded(zstdDecompressSync),
    BROTLI: bounded(brotliDecompressSync),
  }
}

function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date)
    return Number.isNaN(value.getTime())
      ? ''
      : value
          .toISOString()
          .replace('T', ' ')
          .replace(/( 00:00:00)?\.\d+Z$/, '')
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
  if (typeof value === 'object')
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner))
  return typeof value === 'string'
    ? value
    : typeof value === 'bigint'
      ? value.toString()
      : JSON.stringify(value)
}
