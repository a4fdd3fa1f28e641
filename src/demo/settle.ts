import type { Person } from './person.ts'
import type { Lines, Visit } from './visit.ts'

/** One settlement in 分, under the storage names of SETL_D. The object is reused. */
export interface Settlement {
  total: number
  full: number
  over: number
  own: number
  inScope: number
  /** Deductible of the level, what is left of it, and what was paid of it. */
  standard: number
  current: number
  paid: number
  basic: number
  percent: number
  civil: number
  serious: number
  large: number
  aid: number
  fund: number
  person: number
  account: number
  cash: number
  hospital: number
  balance: number
  mutual: number
  stays: number
}

/** What a person has used up in the year at hand. */
export interface YearState {
  year: number
  stays: number
  /** In-scope cost that stayed with the person: opens the second layer above 10,000 yuan. */
  burden: number
}

export const createSettlement = (): Settlement => ({
  total: 0,
  full: 0,
  over: 0,
  own: 0,
  inScope: 0,
  standard: 0,
  current: 0,
  paid: 0,
  basic: 0,
  percent: 0,
  civil: 0,
  serious: 0,
  large: 0,
  aid: 0,
  fund: 0,
  person: 0,
  account: 0,
  cash: 0,
  hospital: 0,
  balance: 0,
  mutual: 0,
  stays: 0,
})

/** Deductibles of a stay in 分 and shares in percent by level; synthetic, of the size of published sets (延安, 温州). */
const DEDUCTIBLE: Record<string, number> = { '02': 80_000, '05': 50_000, '08': 30_000, '11': 0 }
const STAY_PERCENT: Record<string, readonly [employee: number, resident: number]> = {
  '02': [85, 65],
  '05': [89, 75],
  '08': [93, 85],
  '11': [0, 0],
}
const OUT_PERCENT: Record<string, readonly [employee: number, resident: number]> = {
  '02': [60, 45],
  '05': [65, 50],
  '08': [75, 60],
  '11': [70, 0],
}
const SECOND_LAYER_FROM = 1_000_000
const share = (amount: number, percent: number): number => Math.floor((amount * percent + 50) / 100)

/**
 * Settles the lines of a visit. Identities 1 to 4 of a settlement hold exactly because every later part is
 * what the earlier ones leave; half up at each payment line.
 */
export function settle(
  person: Person,
  visit: Visit,
  level: string,
  lines: Lines,
  year: YearState,
  s: Settlement,
): void {
  s.total = s.full = s.over = s.own = s.inScope = 0
  for (let k = 0; k < lines.count; k++) {
    s.total += lines.amount[k]!
    s.full += lines.full[k]!
    s.over += lines.over[k]!
    s.own += lines.own[k]!
    s.inScope += lines.inScope[k]!
  }
  const stay = visit.nights > 0
  const employee = person.insutype === '310'
  if (stay) year.stays++
  s.stays = stay ? year.stays : 0
  s.standard = stay ? DEDUCTIBLE[level]! : 0
  s.current = year.stays > 1 ? s.standard >> 1 : s.standard
  s.paid = Math.min(s.current, s.inScope)
  const percents = (stay ? STAY_PERCENT : OUT_PERCENT)[level]!
  s.percent = Math.min(97, percents[employee ? 0 : 1] + (person.psnType === '12' ? 4 : 0))
  s.basic = share(s.inScope - s.paid, s.percent)
  let left = s.inScope - s.basic
  const over = Math.min(left, Math.max(0, year.burden + left - SECOND_LAYER_FROM))
  const second = share(over, 60)
  s.serious = employee ? 0 : second
  s.large = employee ? second : 0
  left -= second
  s.civil = person.civil ? share(left, 50) : 0
  left -= s.civil
  s.aid = person.poor && stay ? share(left, 70) : 0
  left -= s.aid
  year.burden += left
  s.fund = s.basic + s.serious + s.large + s.civil + s.aid
  s.hospital = stay && s.over > 0 && visit.seed % 50 === 0 ? s.over : 0
  s.person = s.total - s.fund - s.hospital
  s.account = employee ? Math.min(person.balance, s.person) : 0
  person.balance -= s.account
  s.balance = person.balance
  s.mutual = person.mutualAid ? share(s.person, 30) : 0
  s.cash = s.person - s.account - s.mutual
}
