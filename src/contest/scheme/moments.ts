import type { Scheme } from './model.ts'

/** A stretch of time of a contest, by a name that stays: `entry`, `submission:<round>`, `review:<round>`, `final`. */
export interface Stage {
  readonly name: string
  readonly titleZh: string
  readonly titleEn: string
  readonly opensAt: number
  readonly closesAt: number
}

/** Everything of a scheme that opens and closes, in the order in which it is written. */
export function stagesOf(scheme: Scheme): Stage[] {
  const { entry, rounds, final } = scheme
  return [
    { name: 'entry', titleZh: '报名', titleEn: 'Entry', ...span(entry) },
    ...rounds.flatMap(({ code, titleZh, titleEn, submission, review }) => [
      {
        name: `submission:${code}`,
        titleZh: `${titleZh}作品提交`,
        titleEn: `${titleEn}: submission`,
        ...span(submission),
      },
      { name: `review:${code}`, titleZh: `${titleZh}评审`, titleEn: `${titleEn}: review`, ...span(review) },
    ]),
    ...(final ? [{ name: 'final', titleZh: '决赛', titleEn: 'Final', ...span(final) }] : []),
  ]
}

const span = ({ opensAt, closesAt }: { opensAt: number; closesAt: number }) => ({ opensAt, closesAt })

/** The scheme with every moment of its stages put through `move`. */
export function withMoments(
  scheme: Scheme,
  move: (stage: string, end: 'opensAt' | 'closesAt', at: number) => number,
): Scheme {
  const moved = <T extends { opensAt: number; closesAt: number }>(stage: string, one: T): T => ({
    ...one,
    opensAt: move(stage, 'opensAt', one.opensAt),
    closesAt: move(stage, 'closesAt', one.closesAt),
  })
  return {
    ...scheme,
    entry: moved('entry', scheme.entry),
    rounds: scheme.rounds.map((round) => ({
      ...round,
      submission: moved(`submission:${round.code}`, round.submission),
      review: moved(`review:${round.code}`, round.review),
    })),
    final: scheme.final && moved('final', scheme.final),
  }
}

/**
 * The scheme with one deadline moved. With `shift`, whatever opens or closes at the old deadline or after it and has
 * not happened yet is moved by as much, so that a longer entry does not run into the review.
 */
export function extended(
  scheme: Scheme,
  { stage, closesAt, shift, now }: { stage: string; closesAt: number; shift: boolean; now: number },
): Scheme | null {
  const before = stagesOf(scheme).find(({ name }) => name === stage)?.closesAt
  if (before === undefined) return null
  return withMoments(scheme, (name, end, at) => {
    if (name === stage && end === 'closesAt') return closesAt
    return shift && name !== stage && at >= before && at > now ? at + closesAt - before : at
  })
}
