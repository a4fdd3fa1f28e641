import { z } from 'zod'

/** What the owner says of a file, because the file itself cannot say it for certain. */
export const Reading = z.object({
  /** Left out: UTF-8. A file in GB18030 is read as such only when somebody said so. */
  encoding: z.enum(['utf-8', 'gb18030']).optional(),
  /** Name of the sheet of an xlsx file; needed where it has several. */
  sheet: z.string().min(1).max(31).optional(),
  /** Left out: found in the header line. */
  delimiter: z.enum([',', '\t', ';', '|']).optional(),
})
export type Reading = z.output<typeof Reading>

/** What a file is by its content. */
export type Format = 'csv' | 'jsonl' | 'xlsx' | 'parquet' | 'gzip' | 'zip'

/** How far a packed file may unfold. */
export interface UnpackLimits {
  readonly maxBytes: number
  /** Bytes unfolded for each packed byte. */
  readonly maxRatio: number
}

/** One source file, ready for the strict scan. */
export interface Prepared {
  /** UTF-8 text in strict CSV: the file itself, or what was made of it. */
  readonly path: string
  /** Given where it is known without looking at the header. */
  readonly delimiter: string | null
  /** Lines of the strict form are not those of the file: rows are counted instead. */
  readonly countRows: boolean
  /** The file as it came, where `path` is another. */
  readonly original: { readonly bytes: number; readonly digest: string } | null
}
