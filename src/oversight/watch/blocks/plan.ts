import type { BlockWhat, Reaction } from '../model.ts'
import type { About } from '../signals/model.ts'

export interface PlannedBlock {
  readonly what: BlockWhat
  readonly subjectId: string
  readonly reaction: Exclude<Reaction, 'tell'>
}

/**
 * What is blocked for a reaction. The narrowest thing that stops the act comes first: a seat before its users, users
 * before contracts.
 */
export function plannedBlocks(
  reaction: Reaction,
  about: About,
  users: readonly string[],
  contracts: readonly string[],
): PlannedBlock[] {
  if (reaction === 'tell') return []
  const who = users.length > 0 ? users : about.userId === undefined ? [] : [about.userId]
  const seat = about.seatId === undefined ? [] : [{ what: 'seat', subjectId: about.seatId } as const]
  const people = who.map((subjectId) => ({ what: 'user', subjectId }) as const)
  if (reaction === 'throttle') return withReaction(seat.length > 0 ? seat : people, 'throttle')
  if (reaction === 'suspend') return withReaction(seat.length > 0 ? seat : people, 'suspend')
  return [
    ...withReaction(seat, 'suspend'),
    ...withReaction(
      contracts.map((subjectId) => ({ what: 'contract', subjectId }) as const),
      'revoke',
    ),
  ]
}

const withReaction = (
  targets: readonly { readonly what: BlockWhat; readonly subjectId: string }[],
  reaction: PlannedBlock['reaction'],
): PlannedBlock[] => targets.map((target) => ({ ...target, reaction }))
