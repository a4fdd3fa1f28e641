import { z } from 'zod'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { contestById } from '../../scheme/index.ts'
import { dayIn } from './content.ts'
import { type Certificate, certificateByNumber } from './store.ts'

/** What the paper shows, whether it still stands, and the hash of the file. */
export const PublicCertificate = z.object({
  code: z.string(),
  number: z.string(),
  contestZh: z.string(),
  contestEn: z.string(),
  awardZh: z.string(),
  awardEn: z.string(),
  divisionZh: z.string(),
  divisionEn: z.string(),
  team: z.string(),
  title: z.string(),
  members: z.array(z.string()),
  bodies: z.array(z.string()),
  organiserZh: z.string(),
  organiserEn: z.string(),
  day: z.string(),
  demo: z.boolean(),
  digest: z.string(),
  revokedAt: z.int().nullable(),
  revokedDay: z.string().nullable(),
  /** False: names and file were destroyed when the contest was closed. */
  kept: z.boolean(),
})
export type PublicCertificate = z.output<typeof PublicCertificate>

/** @throws XinyuError NOT_FOUND, the same for whatever is wrong */
export async function publicCertificate(
  core: Pick<Core, 'db'>,
  code: string,
  number: string,
): Promise<PublicCertificate> {
  const found = await certificateByNumber(core, code, number)
  const { scheme } = await contestById(core, found.contestId)
  return publicOf(found, code, scheme.timeZone)
}

function publicOf(found: Certificate, code: string, timeZone: string): PublicCertificate {
  const { content, revoked } = found
  return {
    code,
    number: content.number,
    contestZh: content.contestZh,
    contestEn: content.contestEn,
    awardZh: content.awardZh,
    awardEn: content.awardEn,
    divisionZh: content.divisionZh,
    divisionEn: content.divisionEn,
    team: content.team,
    title: content.title,
    members: [...content.members],
    bodies: [...content.bodies],
    organiserZh: content.organiserZh,
    organiserEn: content.organiserEn,
    day: content.day,
    demo: content.demo,
    digest: found.digest,
    revokedAt: revoked?.at ?? null,
    revokedDay: revoked ? dayIn(timeZone, revoked.at) : null,
    kept: found.kept,
  }
}
