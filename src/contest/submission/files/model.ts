import { z } from 'zod'

export const FileState = z.enum(['uploading', 'whole', 'refused'])
export type FileState = z.output<typeof FileState>

export const Virus = z.enum(['waiting', 'clean', 'found', 'not_scanned', 'failed'])
export type Virus = z.output<typeof Virus>

/** What was seen in the bytes of a file: told to the team and to the organiser. */
export const FileCheck = z.object({
  /** Names of parts that run: macros of an Office file. */
  macros: z.array(z.string()),
  /** Files within a zip. */
  entries: z.int().nullable(),
  /** Bytes of a zip when unpacked, as its directory says. */
  unpacked: z.number().nullable(),
})
export type FileCheck = z.output<typeof FileCheck>

/** Name of an uploaded file: no path in it, no leading dot, no control character. */
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
export const FileName = z.string().regex(/^[^./\\\u0000-\u001f\u007f][^/\\\u0000-\u001f\u007f]{0,199}$/)

export const NewFile = z.strictObject({
  field: z.string().max(40),
  name: FileName,
  bytes: z
    .int()
    .min(1)
    .max(2 ** 31),
  /** Digest of the whole file, hex, by the suite of the space: what is stored is compared with it. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
})
export type NewFile = z.output<typeof NewFile>

/** A file as its team and the organiser see it. */
export const FileView = z.object({
  id: z.uuid(),
  field: z.string(),
  name: z.string(),
  bytes: z.int(),
  digest: z.string(),
  type: z.string().nullable(),
  state: FileState,
  /** Code of the reason. */
  refusal: z.string().nullable(),
  check: FileCheck.nullable(),
  virus: Virus.nullable(),
  /** Bytes that are safe on the disk; the next piece begins here. */
  received: z.int(),
  createdAt: z.int(),
})
export type FileView = z.output<typeof FileView>
