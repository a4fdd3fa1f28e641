import { z } from 'zod'
import { POLICY_CONFLICTS } from '../conflict/index.ts'

/** A draft as it stands in an editor: it may be wrong, so it is read as any JSON object. */
export const PolicyDraft = z.strictObject({
  policy: z.record(z.string(), z.json()),
  /** Checks tables, columns and names against this product as well. */
  productId: z.uuid().optional(),
})

const Both = z.object({ zh: z.string(), en: z.string() })

export const PolicyCheck = z.object({
  /** Nothing is wrong with it. */
  ok: z.boolean(),
  problems: z.array(Both.extend({ code: z.string(), path: z.string().nullable() })),
  conflicts: z.array(z.object({ kind: z.enum(POLICY_CONFLICTS), a: z.string(), b: z.string() })),
  /** Null where the draft cannot be read. */
  text: Both.nullable(),
  odrl: z.record(z.string(), z.json()).nullable(),
})
export type PolicyCheck = z.output<typeof PolicyCheck>
