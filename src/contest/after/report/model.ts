import { z } from 'zod'
import { BODY_KINDS } from './regions.ts'

const Both = { titleZh: z.string(), titleEn: z.string() }
const Spread = z.object({
  count: z.int(),
  least: z.number(),
  lower: z.number(),
  middle: z.number(),
  upper: z.number(),
  most: z.number(),
  mean: z.number(),
  deviation: z.number(),
})

/** Everything that the report of a contest says, in numbers. No person is named or can be found in it. */
export const ReportNumbers = z.object({
  code: z.string(),
  ...Both,
  organiserZh: z.string(),
  organiserEn: z.string(),
  timeZone: z.string(),
  at: z.int(),
  funnel: z.array(z.object({ step: z.string(), ...Both, teams: z.int() })),
  divisions: z.array(
    z.object({
      code: z.string(),
      ...Both,
      entered: z.int(),
      admitted: z.int(),
      handedIn: z.int(),
      shortlisted: z.int(),
      awarded: z.int(),
    }),
  ),
  /** Of admitted teams. */
  people: z.object({ teams: z.int(), members: z.int(), students: z.int(), studentTeams: z.int() }),
  bodies: z.object({
    bodies: z.int(),
    teamsOfSeveral: z.int(),
    regions: z.array(z.object({ code: z.string(), ...Both, bodies: z.int(), teams: z.int() })),
    kinds: z.array(z.object({ kind: z.enum(BODY_KINDS), bodies: z.int() })),
  }),
  experts: z.array(
    z.object({
      round: z.string(),
      ...Both,
      experts: z.int(),
      assigned: z.int(),
      submitted: z.int(),
      late: z.int(),
      load: Spread.nullable(),
    }),
  ),
  scores: z.array(
    z.object({
      round: z.string(),
      ...Both,
      scores: Spread.nullable(),
      without: z.int(),
      bins: z.array(z.int()),
    }),
  ),
  spans: z.array(z.object({ code: z.string(), ...Both, from: z.int(), to: z.int(), days: z.number() })),
  awards: z.array(
    z.object({ code: z.string(), ...Both, given: z.int(), planned: z.int(), prizeFen: z.int() }),
  ),
  prizeFen: z.int(),
  follow: z.object({ greenChannels: z.int(), requested: z.int(), incubations: z.int(), introduced: z.int() }),
})
export type ReportNumbers = z.output<typeof ReportNumbers>
