import type { ConflictKind } from '../model.ts'
import { type Alias, type BodyName, called, meet, plainName } from './names.ts'

/** What is known of an expert's ties. */
export interface Ties {
  readonly expertId: string
  readonly name: string
  readonly bodies: readonly (BodyName & { readonly current: boolean })[]
  readonly relations: readonly {
    readonly kind: 'shared_project' | 'relation'
    readonly body: string | null
    readonly uscc: string | null
    readonly person: string | null
  }[]
}

/** What is known of a team. */
export interface Sides {
  readonly teamId: string
  readonly bodies: readonly BodyName[]
  readonly people: readonly string[]
}

export interface Found {
  readonly expertId: string
  readonly teamId: string
  readonly kind: Exclude<ConflictKind, 'declared'>
  /** Which rule: of a fixed list, no names. */
  readonly note: string
}

/** All conflicts that follow from what is known; each kind once for a pair. */
export function conflictsByRule(
  experts: readonly Ties[],
  teams: readonly Sides[],
  aliases: readonly Alias[],
): Found[] {
  // Thousands of pairs: each name is taken apart once.
  const sides = teams.map((team) => ({
    teamId: team.teamId,
    called: team.bodies.map((body) => called(body, aliases)),
    people: new Set(team.people.map(plainName).filter((name) => name !== '')),
  }))
  return experts.flatMap((expert) => {
    const own = expert.bodies.map((body) => ({ current: body.current, called: called(body, aliases) }))
    const ties = expert.relations.map(({ kind, body, uscc, person }) => ({
      kind,
      person: person === null ? null : plainName(person),
      called: body === null && uscc === null ? null : called({ name: body ?? '', uscc }, aliases),
    }))
    const name = plainName(expert.name)
    return sides.flatMap((team) => {
      const found = new Map<Found['kind'], string>()
      const say = (kind: Found['kind'], note: string) => void (found.has(kind) || found.set(kind, note))
      for (const body of own)
        for (const other of team.called) {
          const by = meet(body.called, other)
          if (by) say(body.current ? 'same_body' : 'former_body', by)
        }
      for (const tie of ties) {
        if (tie.called && team.called.some((other) => meet(tie.called!, other))) say(tie.kind, 'recorded')
        if (tie.person !== null && team.people.has(tie.person)) say(tie.kind, 'recorded')
      }
      // Nobody judges himself, nor a namesake without a word.
      if (team.people.has(name)) say('relation', 'same_name')
      return [...found].map(([kind, note]) => ({
        expertId: expert.expertId,
        teamId: team.teamId,
        kind,
        note,
      }))
    })
  })
}

/** Experts of one body get one word, so that a work is not judged by a house; over several steps. */
export function crowds(experts: readonly Ties[], aliases: readonly Alias[]): Map<string, string | null> {
  const group = new Map(experts.map(({ expertId }) => [expertId, expertId]))
  const root = (id: string): string => (group.get(id) === id ? id : root(group.get(id)!))
  const current = new Map(
    experts.map(({ expertId, bodies }) => [
      expertId,
      bodies.filter((body) => body.current).map((body) => called(body, aliases)),
    ]),
  )
  for (const [at, { expertId: a }] of experts.entries())
    for (const { expertId: b } of experts.slice(at + 1))
      if (current.get(a)!.some((one) => current.get(b)!.some((other) => meet(one, other))))
        group.set(root(a), root(b))
  return new Map(
    experts.map((one) => [
      one.expertId,
      current.get(one.expertId)!.length === 0 ? null : smallest(experts, root, one.expertId),
    ]),
  )
}

/** A word for the group that does not depend on the order in which its members were met. */
function smallest(experts: readonly Ties[], root: (id: string) => string, id: string): string {
  const members = experts.map((one) => one.expertId).filter((one) => root(one) === root(id))
  return members.reduce((least, one) => (one < least ? one : least))
}
