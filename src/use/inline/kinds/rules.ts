import type { FactForms, Paid } from '../facts/index.ts'
import { answerOf, type Span } from '../rules.ts'
import { firstDayOf, lastMonths, monthOf } from './months.ts'
import type { VerifyAnswer, VerifyKind } from './model.ts'

/** What was asked, checked on form. */
export interface VerifyAsked {
  readonly date?: string | undefined
  readonly insutype?: string | undefined
  readonly admdvs?: string | undefined
  readonly months?: number | undefined
  readonly year?: number | undefined
}

/** All that is kept of one person for a question, by form; several numbers of one person are put together. */
export type PersonFacts = { readonly [F in keyof FactForms]: FactForms[F] }

/**
 * The answer of a kind: pure, and coarse. `today` is the day of the question: windows end before its month, so that
 * moving a window by days, which would find out single months or a birthday, is not possible.
 */
export function answerKind(
  kind: VerifyKind,
  facts: PersonFacts,
  asked: VerifyAsked,
  today: string,
): VerifyAnswer {
  const all = { insutypes: true, regions: true }
  switch (kind.rule) {
    case 'enrolled_type':
      return yes(answerOf(facts.enrolment, asked.date!, all).insutypes!.includes(asked.insutype!))
    case 'enrolled_place': {
      const within = placePrefix(asked.admdvs!)
      return yes(
        answerOf(facts.enrolment, asked.date!, all).regions!.some((place) => place.startsWith(within)),
      )
    }
    case 'paid_months':
      return banded(kind, paidMonths(facts.contributions, lastMonths(today, asked.months!)))
    case 'age':
      // A register that names two birthdays names none.
      return facts.birth.length === 1
        ? banded(kind, wholeYears(facts.birth[0]!, firstDayOf(monthOf(today))))
        : { form: 'band', band: null }
    case 'own_expense': {
      const spent = facts.expense.filter(({ y }) => Number(y) === asked.year!)
      return banded(kind, Math.floor(spent.reduce((sum, { c }) => sum + c, 0) / 100))
    }
    case 'continuity':
      return { form: 'score', score: continuity(facts.enrolment, lastMonths(today, asked.months!)) }
  }
}

const yes = (value: boolean): VerifyAnswer => ({ form: 'yes_no', yes: value })

/** The band that a number falls into; what lies below the first is in the first. */
function banded({ bands = [0], unit = 'year' }: VerifyKind, value: number): VerifyAnswer {
  const place = Math.max(
    0,
    bands.findLastIndex((from) => value >= from),
  )
  const next = bands[place + 1]
  return { form: 'band', band: { from: bands[place]!, until: next === undefined ? null : next - 1, unit } }
}

/** `310000` is the province, `310100` the city, `310101` the county (GB/T 2260). */
export const placePrefix = (code: string): string => code.replace(/(00){1,2}$/, '')

interface Window {
  readonly first: number
  readonly last: number
}

/** Months of the window that a contribution stands for; a month that was paid twice is one. */
function paidMonths(paid: readonly Paid[], { first, last }: Window): number {
  const months = new Set<number>()
  for (const { f, u } of paid)
    for (let month = Math.max(first, monthOf(f)); month <= Math.min(last, monthOf(u)); month++)
      months.add(month)
  return months.size
}

function wholeYears(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return Math.max(0, years - (day.slice(5) < birth.slice(5) ? 1 : 0))
}

/** 70 · share of months insured on their first day + 30 · share of the longest run, rounded down to tens. */
function continuity(spans: readonly Span[], { first, last }: Window): number {
  const count = last - first + 1
  let covered = 0
  let run = 0
  let longest = 0
  for (let month = first; month <= last; month++) {
    const { enrolled } = answerOf(spans, firstDayOf(month), { insutypes: false, regions: false })
    run = enrolled ? run + 1 : 0
    covered += enrolled ? 1 : 0
    longest = Math.max(longest, run)
  }
  return Math.floor((7 * covered + 3 * longest) / count) * 10
}
