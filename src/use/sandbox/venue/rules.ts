import type { Origin } from '../../run/index.ts'
import { isWithin } from './networks.ts'

/** What is known of a place of work. */
export interface Place {
  readonly id: string
  readonly gatewayName: string | null
  readonly networks: readonly string[]
  readonly active: boolean
}

export interface Standing {
  /** Terminals that the seat is bound to, retired ones too; none: the seat is bound to no place. */
  readonly bound: readonly Place[]
  /** Does the venue ask for check-in? */
  readonly required: boolean
  /** Does the seat's project ask for it, such as one of a contest held on site? Then being checked in is enough. */
  readonly asked?: boolean
  /** Null: not checked in. `terminalId` null: checked in without a place of their own. */
  readonly attendance: { readonly terminalId: string | null } | null
  /** All registered terminals, where the seat is bound or the venue asks for check-in. */
  readonly terminals: readonly Place[]
}

export type Refusal = 'elsewhere' | 'not-checked-in'

/**
 * May somebody from here work in the seat? Everything that is asked must hold: a seat that is bound opens at its
 * terminals only, and where the venue asks for check-in, its user is checked in and sits at the place given.
 */
export function refusalOf(origin: Origin, standing: Standing): Refusal | null {
  const { bound, required, asked = false, attendance, terminals } = standing
  // A terminal that was retired keeps its seats bound: taking it away must not open them to everywhere.
  if (bound.length > 0 && !bound.some((place) => isAt(origin, place))) return 'elsewhere'
  if ((required || asked) && attendance === null) return 'not-checked-in'
  if (!required || attendance === null) return null
  const { terminalId } = attendance
  const places = terminalId === null ? terminals : terminals.filter(({ id }) => id === terminalId)
  return places.some((place) => isAt(origin, place)) ? null : 'elsewhere'
}

/** A place with a name and networks asks for both. One that states neither is nowhere. */
export function isAt(origin: Origin, { gatewayName, networks, active }: Place): boolean {
  if (!active || (gatewayName === null && networks.length === 0)) return false
  const named = gatewayName === null || origin.terminal === gatewayName
  return named && (networks.length === 0 || isWithin(origin.network, networks))
}
