import type { Door } from './ask.ts'
import type { Known, World } from './world.ts'

/** Evidence for single persons: logarithms of odds, positive for sick. */
export type Evidence = Map<number, number>

/** What the attacker works with: the world that he knows, his door, his dice, and whether counts are rounded. */
export interface Attacker {
  readonly world: Pick<World, 'known'>
  readonly targets: readonly Known[]
  readonly door: Door
  readonly random: () => number
  readonly rounded: boolean
}

/** One class of attack: how many questions it takes for each target, and how many more. */
export interface Attack {
  readonly name: string
  readonly perTarget: number
  readonly more: number
  run(attacker: Attacker): Promise<Evidence>
}

/** A filter that one target alone meets, from what the attacker knows. */
export function only(one: Known, alias = ''): string {
  const { sex, district, hosp, visits } = one
  return `(${alias}sex = '${sex}' and ${alias}district = '${district}' and ${alias}hosp = '${hosp}' and ${alias}visits = ${visits} and ${bornIn(one, alias)})`
}

export const bornIn = ({ born }: Pick<Known, 'born'>, alias = ''): string =>
  `${alias}born >= date '${born}-01' and ${alias}born < date '${after(born)}-01'`

/** The month after. */
export function after(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/**
 * What a difference of two counts says of the one person by whom the groups differ. Rounded to 5, a difference shows
 * one time in five, so that its absence says little.
 */
export function oddsOf(difference: number | null, rounded: boolean): number {
  if (difference === null) return 0
  if (difference > 0) return 5
  if (difference < 0) return 0
  return rounded ? Math.log(0.8) : -5
}

export function add(evidence: Evidence, { person }: Known, odds: number): void {
  evidence.set(person, (evidence.get(person) ?? 0) + odds)
}

export const minus = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b
