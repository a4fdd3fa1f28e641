import { extname } from 'node:path'

/**
 * What bytes are, whatever the name says, and which of it an ending stands for. An ending that is not known here is
 * not taken: nobody could say whether the bytes are what it promises.
 */
export type Kind =
  | 'pdf'
  | 'ooxml'
  | 'zip'
  | 'office'
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'webp'
  | 'mp4'
  | 'webm'
  | 'mp3'
  | '7z'
  | 'rar'
  | 'text'
  | 'json'
  | 'program'
  | 'unknown'

const BY_ENDING: Readonly<Record<string, readonly Kind[]>> = {
  pdf: ['pdf'],
  docx: ['ooxml'],
  pptx: ['ooxml'],
  xlsx: ['ooxml'],
  doc: ['office'],
  ppt: ['office'],
  xls: ['office'],
  wps: ['office', 'ooxml'],
  zip: ['zip'],
  '7z': ['7z'],
  rar: ['rar'],
  png: ['png'],
  jpg: ['jpeg'],
  jpeg: ['jpeg'],
  gif: ['gif'],
  webp: ['webp'],
  mp4: ['mp4'],
  mov: ['mp4'],
  webm: ['webm'],
  mp3: ['mp3'],
  ipynb: ['json'],
  json: ['json'],
  txt: ['text', 'json'],
  md: ['text', 'json'],
  csv: ['text', 'json'],
  tsv: ['text', 'json'],
  tex: ['text', 'json'],
  py: ['text', 'json'],
  r: ['text', 'json'],
  sql: ['text', 'json'],
  yaml: ['text', 'json'],
  yml: ['text', 'json'],
}

export const KNOWN_ENDINGS: readonly string[] = Object.keys(BY_ENDING)

export const endingOf = (name: string): string => extname(name).slice(1).toLowerCase()

/** Is a file of this name taken where these endings are allowed? None named: every known one. */
export const endingAllowed = (name: string, types: readonly string[]): boolean => {
  const ending = endingOf(name)
  return BY_ENDING[ending] !== undefined && (types.length === 0 || types.includes(ending))
}

export const fits = (name: string, kind: Kind): boolean => BY_ENDING[endingOf(name)]?.includes(kind) ?? false

/** First bytes of programs, by hex: never part of a work. */
const PROGRAMS = ['7f454c46', '4d5a', 'cafebabe', 'cffaedfe', 'feedface', '0061736d', '6465780a']

/** Bytes that are looked at to tell the kind. */
export const HEAD_BYTES = 65_536

/** What the first bytes are. A zip of Office parts is told apart by its directory. */
export function kindOf(head: Buffer): Kind {
  const hex = head.subarray(0, 16).toString('hex')
  const starts = (mark: string) => hex.startsWith(mark)
  if (head.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  if (starts('504b0304') || starts('504b0506')) return 'zip'
  if (starts('d0cf11e0a1b11ae1')) return 'office'
  if (starts('89504e470d0a1a0a')) return 'png'
  if (starts('ffd8ff')) return 'jpeg'
  if (starts('474946383761') || starts('474946383961')) return 'gif'
  if (starts('52494646') && head.subarray(8, 12).toString('latin1') === 'WEBP') return 'webp'
  if (head.subarray(4, 8).toString('latin1') === 'ftyp') return 'mp4'
  if (starts('1a45dfa3')) return 'webm'
  if (starts('494433') || starts('fffb') || starts('fff3')) return 'mp3'
  if (starts('377abcaf271c')) return '7z'
  if (starts('526172211a07')) return 'rar'
  if (PROGRAMS.some(starts) && head.subarray(0, 512).some((byte) => byte < 9)) return 'program'
  const text = textOf(head)
  if (text === null) return 'unknown'
  return /^\s*[[{]/.test(text) ? 'json' : 'text'
}

/** UTF-8 or GB18030 text; null where a byte cannot stand in one. The last character may be cut off. */
export function textOf(bytes: Buffer): string | null {
  if (bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return null
  const body = bytes.subarray(0, 3).toString('hex') === 'efbbbf' ? bytes.subarray(3) : bytes
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(body, { stream: true })
    } catch {}
  return null
}
