import { z } from 'zod'

/** A text of the blind copy: what was to be taken out is not in it. */
export interface BlindField {
  readonly code: string
  readonly text: string
}

export const MENTIONS = [
  'team',
  'person',
  'phone',
  'email',
  'body',
  'alias',
  'identity',
  'custom',
  /** An address: behind it anything may stand, and whoever opens it is seen. */
  'link',
  /** No program reads what a picture shows. */
  'picture',
  /** Text whose letters could not be read. */
  'unread',
] as const
export const Mention = z.enum(MENTIONS)
export type Mention = z.output<typeof Mention>

/** Something in the copy that tells who made the work, or may. Seen by the organiser alone. */
export const BlindFlag = z.object({
  /** What is decided by: equal words are one decision. */
  key: z.string(),
  kind: Mention,
  /** `title`, `field`, `file`. */
  where: z.enum(['title', 'field', 'file']),
  /** Code of the field, or number of the file. */
  at: z.string(),
  /** Where in the file: `page 3`, `slide2.xml`. */
  place: z.string(),
  text: z.string(),
  /** What stands around it. */
  around: z.string(),
  /** In a file in which it cannot be taken out here: the file is to be replaced or left out. */
  fixed: z.boolean(),
})
export type BlindFlag = z.output<typeof BlindFlag>

export const KeptMention = z.object({ key: z.string(), reason: z.string() })
export type KeptMention = z.output<typeof KeptMention>
