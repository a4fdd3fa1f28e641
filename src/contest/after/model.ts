import { z } from 'zod'
import { GreenChannelView } from './follow/model.ts'

/** What a team sees when the results are out: its own award, and what it can do with it. */
export const ResultView = z.object({
  contestId: z.uuid(),
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  team: z.string(),
  title: z.string(),
  /** Only the captain acts for the team. */
  captain: z.boolean(),
  /** Null: the results are not public yet. */
  publishedAt: z.int().nullable(),
  /** Null: no award. */
  award: z
    .object({
      titleZh: z.string(),
      titleEn: z.string(),
      divisionZh: z.string(),
      divisionEn: z.string(),
      place: z.int(),
      prizeFen: z.int(),
      recommend: z.boolean(),
      number: z.string(),
      revokedAt: z.int().nullable(),
      revokeReason: z.string().nullable(),
      /** The file is made, and kept. */
      certificate: z.boolean(),
    })
    .nullable(),
  showcase: z.object({ summary: z.string(), at: z.int() }).nullable(),
  greenChannel: GreenChannelView.nullable(),
})
export type ResultView = z.output<typeof ResultView>
