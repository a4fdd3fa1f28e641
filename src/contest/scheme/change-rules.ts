import { canonical } from '../../kernel/canonical.ts'
import type { Round, Scheme } from './model.ts'
import { stagesOf } from './moments.ts'

/** What stands against a change of a published contest. */
export interface Bar {
  /** Where in the scheme, such as `rounds.preliminary.review`. */
  readonly where: string
  readonly zh: string
  readonly en: string
}

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)
const bar = (where: string, zh: string, en: string): Bar => ({ where, zh, en })

/**
 * What of a published contest may not become something else at this moment. Whoever has entered relied on what was
 * announced: what began cannot be moved, and rules in use are not changed under those they are used on.
 */
export function barsOf(before: Scheme, after: Scheme, now: number): Bar[] {
  return [
    ...shapeBars(before, after, now),
    ...momentBars(before, after, now),
    ...entryBars(before, after, now),
    ...before.rounds.flatMap((round) => roundBars(round, after, now)),
    ...finalBars(before, after, now),
  ]
}

const began = (at: number, now: number): boolean => at <= now

/** Rounds, divisions and the time zone: teams chose among them, and works hang on their codes. */
function shapeBars(before: Scheme, after: Scheme, now: number): Bar[] {
  const found: Bar[] = []
  if (before.timeZone !== after.timeZone)
    found.push(bar('timeZone', '时区在发布后不能更改', 'the time zone stays as it was announced'))
  if (!began(before.entry.opensAt, now)) return found
  const codes = ({ rounds }: Scheme) => rounds.map(({ code }) => code)
  if (!same(codes(before), codes(after)) || (before.final === null) !== (after.final === null))
    found.push(bar('rounds', '报名开始后不能增减轮次或决赛', 'rounds and final stay once entry has begun'))
  if (before.divisionWord !== after.divisionWord)
    found.push(bar('divisionWord', '报名开始后赛制形式不变', 'tracks stay tracks once entry has begun'))
  for (const division of before.divisions) {
    const kept = after.divisions.find(({ code }) => code === division.code)
    if (!kept || kept.studentsOnly !== division.studentsOnly || kept.kind !== division.kind)
      found.push(
        bar(
          `divisions.${division.code}`,
          '报名开始后不能取消赛道或领域，也不能改变谁可以报名',
          'a division, and who may enter it, stays once entry has begun',
        ),
      )
  }
  return found
}

/** What has happened stays; what is to come is moved to a moment that is still to come; an open door is not shut early. */
function momentBars(before: Scheme, after: Scheme, now: number): Bar[] {
  const then = new Map(stagesOf(after).map((stage) => [stage.name, stage]))
  return stagesOf(before).flatMap((stage) => {
    const next = then.get(stage.name)
    if (!next) return []
    const found: Bar[] = []
    const say = (end: string, zh: string, en: string) => found.push(bar(`${stage.name}.${end}`, zh, en))
    for (const end of ['opensAt', 'closesAt'] as const) {
      if (next[end] === stage[end]) continue
      if (began(stage[end], now)) say(end, '已经过去的时间不能更改', 'a moment that has passed stays')
      else if (began(next[end], now)) say(end, '不能改到过去', 'it cannot be moved into the past')
      else if (end === 'closesAt' && began(stage.opensAt, now) && next.closesAt < stage.closesAt)
        say(end, '进行中的阶段只能延后截止', 'an open stage closes later, never earlier')
    }
    return found
  })
}

/** Limits may be loosened while people enter; what was signed is not written anew. */
function entryBars({ entry: before }: Scheme, { entry: after }: Scheme, now: number): Bar[] {
  if (!began(before.opensAt, now)) return []
  const found: Bar[] = []
  const tighter =
    after.minMembers > before.minMembers ||
    after.maxMembers < before.maxMembers ||
    after.maxBodies < before.maxBodies ||
    after.teamsPerPerson < before.teamsPerPerson ||
    (after.realName === 'required' && before.realName === 'optional')
  if (tighter)
    found.push(
      bar('entry', '报名开始后报名条件只能放宽', 'who may enter is loosened only, once entry has begun'),
    )
  if (!same(after.statements, before.statements))
    found.push(
      bar(
        'entry.statements',
        '报名开始后声明不能更改',
        'statements stay as they were signed, once entry has begun',
      ),
    )
  return found
}

function roundBars(round: Round, after: Scheme, now: number): Bar[] {
  const next = after.rounds.find(({ code }) => code === round.code)
  if (!next) return []
  const found: Bar[] = []
  const where = `rounds.${round.code}`
  const form = ({ submission }: Round) => [submission.form, submission.graceMs]
  if (began(round.submission.opensAt, now) && !same(form(round), form(next)))
    found.push(
      bar(`${where}.form`, '提交开始后表单和宽限不变', 'form and grace stay once submission has begun'),
    )
  if (!began(round.review.opensAt, now)) return found
  const judged = ({ review, quota }: Round) => [review.rubric, review.scoring, quota]
  if (!same(judged(round), judged(next)))
    found.push(
      bar(
        `${where}.review`,
        '评审开始后评分标准、计分方法和名额不变',
        'rubric, scoring and quota stay once review has begun',
      ),
    )
  if (next.review.appealDays < round.review.appealDays)
    found.push(
      bar(
        `${where}.appealDays`,
        '评审开始后申诉期不能缩短',
        'days for appeals are not shortened once review has begun',
      ),
    )
  return found
}

/** The last step: what is decided by it, and what is won. */
function finalBars(before: Scheme, after: Scheme, now: number): Bar[] {
  const found: Bar[] = []
  const { final } = before
  if (final && after.final && began(final.opensAt, now)) {
    const rules = ({ workDays, defence, tasks, weights }: NonNullable<Scheme['final']>) => [
      workDays,
      defence,
      tasks,
      weights,
    ]
    if (!same(rules(final), rules(after.final)))
      found.push(bar('final', '决赛开始后评分办法不变', 'how the final is scored stays once it has begun'))
  }
  const lastStep = final?.opensAt ?? before.rounds.at(-1)!.review.opensAt
  if (began(lastStep, now) && !same(before.awards, after.awards))
    found.push(bar('awards', '最后一轮开始后奖项不变', 'awards stay once the last step has begun'))
  return found
}
