import { z } from 'zod'
import { Purpose } from '../../flow/policy/index.ts'

/** Who asks about whom, of every verification: exactly one of `certno` and `psn_no` says who. */
export const Asker = z.strictObject({
  contractId: z.uuid(),
  /** 证件号码. */
  certno: z.string().trim().min(6).max(50).optional(),
  /** 人员编号 of the contract's register. */
  psn_no: z.string().trim().min(1).max(50).optional(),
  /** Compared as well where it is given: another name is another person. */
  name: z.string().trim().min(1).max(100).optional(),
})
export type Asker = z.output<typeof Asker>

/** Is this person enrolled on that day? */
export const EnrolmentQuestion = Asker.extend({ date: z.iso.date() })
  .refine((asked) => (asked.certno === undefined) !== (asked.psn_no === undefined), {
    message: 'give exactly one of certno and psn_no',
  })
  .refine((asked) => asked.name === undefined || asked.certno !== undefined, {
    message: 'a name is compared together with certno',
  })
export type EnrolmentQuestion = z.output<typeof EnrolmentQuestion>

export const EnrolmentAnswerView = z.object({
  runId: z.uuid(),
  date: z.string(),
  enrolled: z.boolean(),
  /** Null where contract or consent do not open it. */
  insutypes: z.array(z.string()).nullable(),
  regions: z.array(z.string()).nullable(),
  /** The receipt of the release: anyone verifies it offline. */
  receipt: z.unknown(),
})
export type EnrolmentAnswerView = z.output<typeof EnrolmentAnswerView>

/** A use of the person's own data, as the person sees it. */
export const OwnUse = z.object({
  runId: z.uuid(),
  consentId: z.uuid(),
  bodyZh: z.string(),
  bodyEn: z.string(),
  purpose: Purpose,
  /** `enrolment`: which inline use; else the kind of run. */
  what: z.string(),
  state: z.string(),
  at: z.int(),
})
export type OwnUse = z.output<typeof OwnUse>
