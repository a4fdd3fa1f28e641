import { z } from 'zod'
import { ColumnLevel } from '../../../flow/policy/index.ts'
import { FinalSettings } from '../model.ts'

export const FinalView = z.object({
  titleZh: z.string(),
  titleEn: z.string(),
  divisions: z.array(z.object({ code: z.string(), titleZh: z.string(), titleEn: z.string() })),
  settings: FinalSettings,
  /** The reader may change it. */
  organises: z.boolean(),
  shortlisted: z.int(),
  taken: z.int(),
  ready: z.int(),
  /** How many teams stand at each step. */
  steps: z.record(z.string(), z.int()),
  /** Things that the reader may do now, by starting the job. */
  doable: z.int(),
  job: z
    .object({
      id: z.uuid(),
      state: z.enum(['queued', 'active', 'done', 'failed', 'cancelled']),
      progress: z.number().nullable(),
    })
    .nullable(),
})
export type FinalView = z.output<typeof FinalView>

export const AdmissionBrief = z.object({
  id: z.uuid(),
  titleZh: z.string(),
  titleEn: z.string(),
  /** Things that the reader may do now. */
  doable: z.int(),
})
export type AdmissionBrief = z.output<typeof AdmissionBrief>

/** An open offer that may be asked for in a contest, with what it opens. */
export const OfferChoice = z.object({
  id: z.uuid(),
  productTitleZh: z.string(),
  productTitleEn: z.string(),
  providerNameZh: z.string(),
  providerNameEn: z.string(),
  until: z.int(),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.object({ name: z.string(), level: ColumnLevel })),
    }),
  ),
})
export type OfferChoice = z.output<typeof OfferChoice>

/** What a finalist sees of the own way into the final. */
export const OwnFinal = z.object({
  teamId: z.uuid(),
  /** Shown as a code at the entrance. */
  pass: z.string(),
  login: z.string(),
  account: z.enum(['none', 'invited', 'active', 'suspended']),
  here: z.boolean(),
  zone: z.string().nullable(),
  /** By the lot; null before it is drawn. */
  place: z.int().nullable(),
})
export type OwnFinal = z.output<typeof OwnFinal>
