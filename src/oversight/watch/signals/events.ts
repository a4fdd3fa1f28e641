import type { About, Signal, What } from './model.ts'

/** What an event of the rooms to the left says of whom it is about. */
interface Who {
  readonly seatId?: string | null
  readonly userId?: string | null
  readonly projectId?: string | null
  readonly consumerId?: string | null
}

const aboutOf = ({ seatId, userId, projectId, consumerId }: Who): About => ({
  ...(seatId ? { seatId } : {}),
  ...(userId ? { userId } : {}),
  ...(projectId ? { projectId } : {}),
  ...(consumerId ? { participantId: consumerId } : {}),
})

const made = (at: number, who: Who, what: What): Signal => ({ ...what, at, leaf: null, about: aboutOf(who) })

export const ofCanary = (at: number, who: Who): Signal => made(at, who, { kind: 'canary' })
export const ofOpinion = (at: number, opinion: { checkerId: string; lookedMs: number | null }): Signal =>
  made(at, { userId: opinion.checkerId }, { kind: 'decided', lookedMs: opinion.lookedMs })
