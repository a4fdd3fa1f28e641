import { z } from 'zod'

/** Somebody who may come, as who stands at the entrance sees them. */
export const GuestView = z.object({
  teamId: z.uuid(),
  entrantId: z.uuid(),
  name: z.string(),
  captain: z.boolean(),
  number: z.string().nullable(),
  team: z.string(),
  zone: z.string().nullable(),
  here: z.boolean(),
  inAt: z.int().nullable(),
})
export type GuestView = z.output<typeof GuestView>
