import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type ZoneRole, type ZoneRules, ZONE_ROLES } from './model.ts'

/** What decides: who made the zone, its rules, and the roles that the caller has in it, as a user and by the body. */
export interface ZoneFacts {
  readonly participantId: string | null
  readonly rules: ZoneRules
  readonly roles: readonly ZoneRole[]
}

/** Who watches over the whole space reads everything; nobody of them writes. */
const OVERSEERS = new Set(['auditor', 'security_officer'])
export const overseesAll = (actor: Actor): boolean =>
  actor.kind === 'system' || actor.roles.some((role) => OVERSEERS.has(role))

const OFFICE = new Set(['data_officer', 'steward'])
/** A role that the body has is exercised by those who act for it in matters of data, not by each of its users. */
export const actsForBody = (actor: Actor): boolean =>
  actor.kind === 'system' || actor.roles.some((role) => OFFICE.has(role))

export const ownsZone = (actor: Actor, zone: ZoneFacts): boolean =>
  actor.kind === 'system' || (zone.participantId !== null && actor.participantId === zone.participantId)

export const mayKeep = (actor: Actor, zone: ZoneFacts): boolean =>
  actsForBody(actor) && (ownsZone(actor, zone) || zone.roles.includes('keeper'))

export const mayRegister = (actor: Actor, zone: ZoneFacts): boolean =>
  zone.rules.registrants === 'any' ||
  ownsZone(actor, zone) ||
  zone.roles.some((role) => role === 'keeper' || role === 'contributor')

/** Entries of the own body are always seen; this is about those of others. */
export const mayRead = (actor: Actor, zone: ZoneFacts): boolean =>
  zone.rules.readers !== 'members' || overseesAll(actor) || ownsZone(actor, zone) || zone.roles.length > 0

export const strongest = (roles: readonly ZoneRole[]): ZoneRole | null =>
  ZONE_ROLES.find((role) => roles.includes(role)) ?? null

/** The rules of several zones at once: the strictest of each. Purposes that no zone shares leave an empty list. */
export function strictest(all: readonly ZoneRules[]): {
  minGroup: ZoneRules['minGroup']
  purposes: readonly string[] | null
  gradeSchemes: readonly string[]
} {
  const floor = Math.max(2, ...all.map(({ minGroup }) => minGroup.floor))
  const first = Math.max(floor, ...all.map(({ minGroup }) => minGroup.default))
  const limited = all.flatMap(({ purposes }) => (purposes === null ? [] : [purposes]))
  return {
    minGroup: { default: all.length === 0 ? 10 : first, floor },
    purposes:
      limited.length === 0
        ? null
        : limited.reduce((left, right) => left.filter((code) => right.includes(code))),
    gradeSchemes: [...new Set(all.flatMap(({ gradeScheme }) => (gradeScheme === null ? [] : [gradeScheme])))],
  }
}

/** @throws XinyuError ZONE_MIN_GROUP, ZONE_PURPOSE, ZONE_GRADE_MISSING */
export function checkTerms(
  all: readonly ZoneRules[],
  terms: { readonly minGroup: number; readonly purposes: readonly string[] },
  gradedBy: readonly string[] | null,
): void {
  const { minGroup, purposes, gradeSchemes } = strictest(all)
  if (terms.minGroup < minGroup.floor)
    throw new XinyuError('ZONE_MIN_GROUP', { floor: minGroup.floor, found: terms.minGroup })
  const outside = purposes === null ? undefined : terms.purposes.find((code) => !purposes.includes(code))
  if (outside !== undefined)
    throw new XinyuError('ZONE_PURPOSE', { purpose: outside, allowed: purposes!.join(', ') || '-' })
  const missing = gradedBy === null ? undefined : gradeSchemes.find((code) => !gradedBy.includes(code))
  if (missing !== undefined) throw new XinyuError('ZONE_GRADE_MISSING', { scheme: missing })
}
