import { z } from 'zod'
import { listOf } from '../../../platform/http/index.ts'

/** One signature line of a checkpoint, and whether it holds. */
export const SignatureView = z.object({
  name: z.string(),
  kind: z.enum(['log-ed25519', 'log-sm2', 'witness', 'unknown']),
  /** Hex. */
  keyId: z.string(),
  /** When a witness says that it signed, ms since 1970. */
  at: z.int().nullable(),
  /** False too where the key is not known here. */
  valid: z.boolean(),
})
export type SignatureView = z.output<typeof SignatureView>

/** A checkpoint as it was published. */
export const CheckpointItem = z.object({
  size: z.int(),
  /** Hex. */
  root: z.string(),
  at: z.int(),
  origin: z.string(),
  signatures: z.array(SignatureView),
  /** Hex; null where the log keeps no SM3 tree. */
  sm3Root: z.string().nullable(),
  /** Whether the quorum of witnesses cosigned it. */
  witnessed: z.boolean(),
  anchors: z.array(z.object({ driver: z.string(), at: z.int(), authority: z.string().nullable() })),
})
export type CheckpointItem = z.output<typeof CheckpointItem>

export const CheckpointPage = listOf(CheckpointItem).extend({
  /** `before` of the next page; null on the last one. */
  next: z.int().nullable(),
})
export const CheckpointDetail = CheckpointItem.extend({
  /** The signed note, verbatim. */
  note: z.string(),
})

export const CheckpointsQuery = z.object({
  before: z.coerce.number().int().min(0).optional(),
  until: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
export const SizeParams = z.strictObject({
  size: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
})

export const WitnessesView = z.object({
  /** How many witnesses must have cosigned; 0 where there are none. */
  quorum: z.int(),
  /** C2SP tlog-policy. */
  policy: z.string(),
  items: z.array(
    z.object({
      name: z.string(),
      vkey: z.string(),
      url: z.string(),
      lastSize: z.int().nullable(),
      lastAt: z.int().nullable(),
      state: z.enum(['current', 'late', 'unreachable', 'conflict']),
      /** A word for the reason; null where there is none. */
      problem: z.string().nullable(),
    }),
  ),
  /** The newest checkpoint that the quorum cosigned. */
  witnessed: z.object({ size: z.int(), at: z.int() }).nullable(),
  /** Since when newer entries lack the quorum; null while none do. */
  since: z.int().nullable(),
  /** Longer than the setting allows. */
  late: z.boolean(),
})
export type WitnessesView = z.output<typeof WitnessesView>
