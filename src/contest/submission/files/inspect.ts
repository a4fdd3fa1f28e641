import { open } from 'node:fs/promises'
import { endingOf, fits, HEAD_BYTES, kindOf } from './kinds.ts'
import type { FileCheck } from './model.ts'
import { type Entry, MOST_ENTRIES, readZip } from './zip.ts'

/** Why a file is not taken: a word of the portal. */
export type Refusal = 'empty' | 'not_as_named' | 'program' | 'encrypted' | 'broken' | 'bomb'

export interface Inspected {
  /** What the file is, as experts are told: its ending, which its bytes have proved. */
  readonly type: string
  readonly refusal: Refusal | null
  readonly check: FileCheck
}

const NOTHING: FileCheck = { macros: [], entries: null, unpacked: null }
/** A zip that unpacks to more than this, or this many times its size, is made to fill a disk. */
const MOST_UNPACKED = 8 * 2 ** 30
const MOST_RATIO = 200
const RATIO_FROM = 64 * 2 ** 20

/** Looks at the bytes of a file that is whole: are they what its name says, and may they be in a work? */
export async function inspectFile(path: string, name: string): Promise<Inspected> {
  const handle = await open(path, 'r')
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0)
    const type = endingOf(name)
    const kind = kindOf(head.subarray(0, bytesRead))
    if (kind === 'program') return { type, refusal: 'program', check: NOTHING }
    if (kind !== 'zip') return { type, refusal: fits(name, kind) ? null : 'not_as_named', check: NOTHING }
    const { size } = await handle.stat()
    const entries = await readZip(handle)
    if (!entries) return { type, refusal: 'broken', check: NOTHING }
    return { type, ...lookAt(name, entries, size) }
  } finally {
    await handle.close()
  }
}

const OFFICE = { docx: 'word/document.xml', pptx: 'ppt/presentation.xml', xlsx: 'xl/workbook.' } as const
const MACRO = /vbaproject\.bin$|\/activex\/|\/macrosheets\/|vbadata\.xml$/i
const officeOf = (entries: readonly Entry[]): string | null =>
  Object.entries(OFFICE).find(([, part]) =>
    entries.some(({ name }) => name.toLowerCase().startsWith(part)),
  )?.[0] ?? null

function lookAt(name: string, entries: readonly Entry[], bytes: number): Omit<Inspected, 'type'> {
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0)
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0)
  const macros = entries.map((entry) => entry.name).filter((part) => MACRO.test(part))
  const check = { macros: macros.slice(0, 20), entries: entries.length, unpacked }
  // Entries that lie over one another hold more packed bytes than the file has.
  const folded = packed > bytes
  const swollen = unpacked > MOST_UNPACKED || (unpacked > RATIO_FROM && unpacked > bytes * MOST_RATIO)
  if (folded || swollen || entries.length > MOST_ENTRIES) return { refusal: 'bomb', check }
  if (entries.some(({ encrypted }) => encrypted)) return { refusal: 'encrypted', check }
  const office = officeOf(entries)
  const wanted = endingOf(name)
  // An Office file is a zip as well: handed in as `.zip` it may hold one, but a `.docx` is one of its kind.
  const right =
    wanted === 'zip' ? true : wanted in OFFICE ? office === wanted : office !== null && fits(name, 'ooxml')
  return { refusal: right ? null : 'not_as_named', check }
}
