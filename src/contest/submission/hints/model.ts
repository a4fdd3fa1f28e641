import { z } from 'zod'

/** Something that stands in both works. */
export const Passage = z.object({
  kind: z.enum(['text', 'file']),
  /** As it reads in the first work, shortened; of a file that is the same in both: its name. */
  text: z.string(),
  /** Where it stands: code of the field, or name of the file. */
  inA: z.string(),
  inB: z.string(),
  characters: z.int(),
})
export type Passage = z.output<typeof Passage>

const Side = z.object({
  workId: z.uuid(),
  teamId: z.uuid(),
  number: z.string().nullable(),
  title: z.string(),
})

/** Two works to be looked at. Whether anything is wrong is for people to say. */
export const HintView = z.object({
  id: z.uuid(),
  a: Side,
  b: Side,
  /** Share of the shorter work that stands in the other too, 0..1. */
  share: z.number(),
  passages: z.array(Passage),
  note: z.string().nullable(),
})
export type HintView = z.output<typeof HintView>

export const HintRun = z.object({
  jobId: z.uuid(),
  works: z.int(),
  pairs: z.int(),
  /** Files whose text cannot be read here, such as PDF and pictures: only whole copies of them are found. */
  unread: z.int(),
  endedAt: z.int().nullable(),
})
export type HintRun = z.output<typeof HintRun>
