import { z } from 'zod'

/** One of the four numbers; its title is the portal's text `home.number.<key>`. */
export const HomeNumber = z.object({
  key: z.string(),
  value: z.number(),
  /** A second line, as the portal's text `home.sub.<key>` with params. */
  sub: z.object({ key: z.string(), params: z.record(z.string(), z.number()) }).optional(),
  /** Where the number is explained: a path of the portal. */
  link: z.string().optional(),
})
export type HomeNumber = z.output<typeof HomeNumber>

export const Waiting = z.object({
  kind: z.enum(['request', 'signature', 'approval', 'filing', 'notice', 'end', 'airlock', 'job']),
  id: z.uuid(),
  titleZh: z.string(),
  titleEn: z.string(),
  at: z.int(),
  link: z.string(),
})

export const Moved = z.object({
  leaf: z.int(),
  at: z.int(),
  kind: z.string(),
  subject: z.record(z.string(), z.string()),
})

export const Head = z.object({ size: z.int(), root: z.string(), at: z.int(), healthy: z.boolean() })
export type Head = z.output<typeof Head>

export const HomeView = z.object({
  numbers: z.array(HomeNumber),
  waiting: z.array(Waiting),
  moved: z.array(Moved),
  flow: z.object({
    datasets: z.int(),
    rows: z.int(),
    products: z.int(),
    contracts: z.int(),
    runsToday: z.int(),
    releasedToday: z.int(),
  }),
  head: Head,
})
export type HomeView = z.output<typeof HomeView>
