import type { Scheme } from '../../scheme/index.ts'

/** What stands on a certificate, and nothing besides: the public address shows the same. Plain JSON: pages are made in a worker. */
export interface CertificateContent {
  readonly number: string
  readonly contestZh: string
  readonly contestEn: string
  readonly awardZh: string
  readonly awardEn: string
  readonly divisionZh: string
  readonly divisionEn: string
  readonly team: string
  readonly title: string
  readonly members: readonly string[]
  readonly bodies: readonly string[]
  readonly organiserZh: string
  readonly organiserEn: string
  /** ms since 1970: also the only time in the file. */
  readonly at: number
  /** The day in the time zone of the contest, `2026-01-05`. */
  readonly day: string
  /** Where anybody checks it. */
  readonly address: string
  /** A made-up contest must not look like a real one. */
  readonly demo: boolean
}

export interface CertificateFacts {
  readonly number: string
  readonly award: string
  readonly division: string
  readonly team: { readonly name: string; readonly title: string }
  readonly members: readonly string[]
  readonly bodies: readonly string[]
  readonly organiser: { readonly nameZh: string; readonly nameEn: string }
  readonly at: number
  readonly origin: string
  readonly code: string
  readonly demo: boolean
}

const titles = (list: readonly { code: string; titleZh: string; titleEn: string }[], code: string) => {
  const found = list.find((one) => one.code === code)
  return { zh: found?.titleZh ?? code, en: found?.titleEn ?? code }
}

export function certificateContent(scheme: Scheme, facts: CertificateFacts): CertificateContent {
  const award = titles(scheme.awards, facts.award)
  const division = titles(scheme.divisions, facts.division)
  return {
    number: facts.number,
    contestZh: scheme.titleZh,
    contestEn: scheme.titleEn,
    awardZh: award.zh,
    awardEn: award.en,
    divisionZh: division.zh,
    divisionEn: division.en,
    team: facts.team.name,
    title: facts.team.title,
    members: facts.members,
    bodies: facts.bodies,
    organiserZh: facts.organiser.nameZh,
    organiserEn: facts.organiser.nameEn,
    at: facts.at,
    day: dayIn(scheme.timeZone, facts.at),
    address: `${facts.origin}/contest/${facts.code}/certificates/${facts.number}`,
    demo: facts.demo,
  }
}

/** `2026-01-05` in a time zone. */
export const dayIn = (timeZone: string, at: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
