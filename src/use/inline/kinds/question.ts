import { z } from 'zod'
import { Asker } from '../model.ts'
import { Band, type VerifyAsk, type VerifyKind, VerifyAnswer } from './model.ts'
import type { VerifyAsked } from './rules.ts'

/** Windows that may be asked for: any others would let single months be found out. */
export const WINDOWS = [12, 24, 36, 60] as const

const ASKS: Readonly<Record<VerifyAsk, z.ZodType>> = {
  date: z.iso.date(),
  /** 险种. */
  insutype: z.string().regex(/^\d{3}$/),
  /** 医保区划 of a province, city or county. */
  admdvs: z.string().regex(/^\d{6}$/),
  months: z.union(WINDOWS.map((count) => z.literal(count))),
  year: z.int().min(2000).max(2100),
}

/** The body of a question of one kind: who asks about whom, and what this kind asks beside. */
export const questionOf = (kind: VerifyKind): z.ZodType<Asker & VerifyAsked> =>
  Asker.extend(Object.fromEntries(kind.asks.map((ask) => [ask, ASKS[ask]])))
    .refine((asked) => (asked.certno === undefined) !== (asked.psn_no === undefined), {
      message: 'give exactly one of certno and psn_no',
    })
    .refine((asked) => asked.name === undefined || asked.certno !== undefined, {
      message: 'a name is compared together with certno',
    }) as unknown as z.ZodType<Asker & VerifyAsked>

export const VerifyAnswerView = z.object({
  runId: z.uuid(),
  kind: z.string(),
  version: z.int(),
  asked: z.record(z.string(), z.union([z.string(), z.number()])),
  answer: VerifyAnswer,
  /** The receipt of the release: anyone verifies it offline. */
  receipt: z.unknown(),
})
export type VerifyAnswerView = z.output<typeof VerifyAnswerView>

/** A kind as an engineer reads it: what to ask, what comes back, and which consent it needs. */
export const VerifyKindView = z.object({
  code: z.string(),
  version: z.int(),
  zh: z.string(),
  en: z.string(),
  tellsZh: z.string(),
  tellsEn: z.string(),
  /** Path below `/api`. */
  path: z.string(),
  form: z.string(),
  asks: z.array(z.string()),
  tables: z.record(z.string(), z.array(z.string())),
  every: z.boolean(),
  scopes: z.array(z.string()),
  bands: z.array(Band),
})
export type VerifyKindView = z.output<typeof VerifyKindView>
