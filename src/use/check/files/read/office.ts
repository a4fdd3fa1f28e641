import type { Look } from '../look/look.ts'
import type { FileType } from './detect.ts'
import { openZip } from './zip.ts'

/** Which zip is it? Counts as no reading: its entries are counted when they are read. */
export function officeType(look: Look, bytes: Buffer, place: string): FileType {
  const names = new Set(openZip(look, bytes, place)?.entries.map(({ name }) => name.toLowerCase()))
  if (!names.has('[content_types].xml')) return 'zip'
  if (names.has('xl/workbook.xml') || names.has('xl/workbook.bin')) return 'xlsx'
  return names.has('word/document.xml') ? 'docx' : 'office'
}
