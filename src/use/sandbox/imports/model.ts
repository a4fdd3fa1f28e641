import { z } from 'zod'
import { ImportState as State, ImportView } from '../model.ts'

export { ImportView }
export const ImportState = State
export type ImportState = z.output<typeof State>
export const ImportKind = ImportView.shape.kind
export type ImportKind = z.output<typeof ImportKind>

/** The request; the bytes come as the body. */
export const NewImport = z.object({
  kind: ImportKind,
  /** Name of the file. */
  name: z.string().regex(/^[\p{L}\p{N}_][\p{L}\p{N}_. +-]{0,119}$/u),
  /** Where the right to it comes from, in words: an agreement, a licence, own collection. */
  right: z.string().trim().min(8).max(2000),
  /** Digest of the document that proves it. */
  proofDigest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
})
export type NewImport = z.output<typeof NewImport>
