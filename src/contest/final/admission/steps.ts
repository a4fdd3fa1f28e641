import type { UserActor } from '../../../kernel/actor.ts'
import { STEPS, type Step, type WhoActs } from '../model.ts'

/** What is known of one request of a team, from the offer to the contract. */
export interface RequestFacts {
  readonly offerId: string
  readonly providerId: string
  readonly request: null | {
    readonly id: string
    readonly state: 'waiting' | 'approved' | 'rejected' | 'withdrawn'
    readonly turn: 'provider' | 'consumer'
    readonly contract: null | {
      readonly id: string
      readonly state: string
      readonly hash: string
      /** Bodies that have signed. */
      readonly signed: readonly string[]
    }
    /** Body whose own approval stands before its next act: people decide there. */
    readonly approvalOf: string | null
  }
}

export interface TeamFacts {
  readonly teamId: string
  /** The lead body in the space; null: not registered. */
  readonly body: null | { readonly id: string; readonly active: boolean; readonly consumer: boolean }
  readonly members: number
  readonly accounts: number
  /** Somebody of the body may sign for it. */
  readonly officer: boolean
  /** The organiser has chosen what the team gets. */
  readonly chosen: boolean
  readonly requests: readonly RequestFacts[]
  readonly seat: 'none' | 'opening' | 'open'
}

/** One thing that has to be done for a team, and by whom. */
export interface Act {
  readonly step: Step
  readonly who: WhoActs
  /** Where it is an officer of a certain body. */
  readonly bodyId: string | null
  readonly request: RequestFacts | null
  /** Nothing that a job may do in somebody's name: a decision, or an approval by several. */
  readonly byHand: boolean
}

const act = (step: Step, who: WhoActs, more: Partial<Act> = {}): Act => ({
  step,
  who,
  bodyId: null,
  request: null,
  byHand: false,
  ...more,
})

/** Everything that is open for a team now, in the order of the steps; empty: ready. Nobody's part is done for them. */
export function openActs(facts: TeamFacts): Act[] {
  const { body } = facts
  if (body === null) return [act('body', 'system_administrator')]
  if (!body.active) return [act('body', 'security_officer', { byHand: true })]
  const acts: Act[] = []
  if (!body.consumer) acts.push(act('body', 'system_administrator'))
  if (facts.accounts < facts.members) acts.push(act('members', 'system_administrator'))
  if (acts.length > 0) return acts
  if (!facts.officer) return [act('officer', 'security_officer')]
  if (!facts.chosen || facts.requests.length === 0) return [act('request', 'organiser', { byHand: true })]
  const open = facts.requests.flatMap((request) => requestActs(body.id, request))
  if (open.length > 0) return open.sort((a, b) => STEPS.indexOf(a.step) - STEPS.indexOf(b.step))
  if (facts.seat === 'open') return []
  return [facts.seat === 'none' ? act('seat', 'operator') : act('seat', 'machine', { byHand: true })]
}

function requestActs(teamBody: string, facts: RequestFacts): Act[] {
  const { request, providerId } = facts
  const of = (step: Step, side: 'team' | 'provider', byHand = false) => [
    act(step, side, { bodyId: side === 'team' ? teamBody : providerId, request: facts, byHand }),
  ]
  if (request === null) return of('request', 'team')
  if (request.state === 'rejected' || request.state === 'withdrawn')
    return [act('request', 'organiser', { request: facts, byHand: true })]
  const waits = request.approvalOf
  const { contract } = request
  if (contract === null) {
    if (waits !== null) return of('approval', waits === teamBody ? 'team' : 'provider', true)
    // A version of the provider's own came back: what it says is for the team to read.
    return request.turn === 'provider' ? of('approval', 'provider') : of('approval', 'team', true)
  }
  if (contract.state === 'active') return []
  if (contract.state === 'filing') return [act('contract', 'operator', { request: facts, byHand: true })]
  if (contract.state !== 'signing') return [act('contract', 'organiser', { request: facts, byHand: true })]
  const missing = [
    ...(contract.signed.includes(providerId) ? [] : of('contract', 'provider', waits === providerId)),
    ...(contract.signed.includes(teamBody) ? [] : of('contract', 'team', waits === teamBody)),
  ]
  return missing
}

/** May this actor do it? Only in the own office: what another body or officer has to do stays open. */
export function mayDo(one: Act, actor: UserActor, isOperator: boolean): boolean {
  if (one.byHand) return false
  switch (one.who) {
    case 'system_administrator':
    case 'security_officer':
      return actor.roles.includes(one.who)
    case 'team':
    case 'provider':
      return actor.roles.includes('data_officer') && actor.participantId === one.bodyId
    case 'operator':
      return actor.roles.includes('data_officer') && isOperator
    case 'organiser':
    case 'machine':
      return false
  }
}
