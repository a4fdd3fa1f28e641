import type { UserActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { ContractSpace } from '../../../../test/support/contracts.ts'
import { changeContract } from '../actions.ts'
import { agreeEnd, dropEnd, endByAuthority, endExpired, proposeEnd } from '../ending/actions.ts'
import { fileContract, fileWaiting, refuseFiling } from '../filing/actions.ts'
import type { Side } from '../model.ts'
import { acceptRequest, approveRequest } from '../negotiation/accept.ts'
import { counterRequest, rejectRequest, withdrawRequest } from '../negotiation/actions.ts'
import { refuseSignature, signContract } from '../signing/actions.ts'
import { contractIntact } from '../signing/rules.ts'
import type { Phase, Real, Step } from './model.fixture.ts'

export class Killed extends Error {}

/** The same space, whose process dies in the n-th action from now on. What goes on after that is said by nobody. */
export function mortal(core: Core, kill: Step['kill']): { core: Core; died: () => boolean } {
  let count = 0
  if (!kill) return { core, died: () => false }
  const evidence: Core['evidence'] = {
    ...core.evidence,
    act: async (platform, actor, body) => {
      count++
      if (count > kill.at) throw new Killed()
      if (count < kill.at) return core.evidence.act(platform, actor, body)
      if (kill.when === 'after') {
        await core.evidence.act(platform, actor, body)
        throw new Killed()
      }
      return core.evidence.act(platform, actor, async (scope) => {
        await body(scope)
        throw new Killed()
      })
    },
  }
  return { core: { ...core, evidence }, died: () => count >= kill.at }
}

/** What the database says. */
export interface Seen {
  readonly phase: Phase
  readonly turn: Side
  readonly round: number
  readonly signed: Side[]
  readonly proposal: Side | null
  readonly contractId: string | null
  readonly hash: string | null
}

export async function seen({ core, requestId, space }: Real): Promise<Seen> {
  const request = await core.db
    .selectFrom('access_request')
    .selectAll()
    .where('id', '=', requestId)
    .executeTakeFirstOrThrow()
  const versions = await core.db
    .selectFrom('request_version')
    .select('n')
    .where('request_id', '=', requestId)
    .orderBy('n')
    .execute()
  if (versions.some(({ n }, at) => n !== at + 1) || versions.length !== request.round)
    throw new Error('a version of the negotiation is missing')
  const contracts = await core.db
    .selectFrom('contract')
    .selectAll()
    .where('request_id', '=', requestId)
    .execute()
  if (contracts.length > 1) throw new Error('one negotiation made two contracts')
  const contract = contracts[0]
  if (contract?.filed_at && !contractIntact(contract).intact)
    throw new Error('filed without valid signatures')
  const provider = space.officer('bureau').participantId
  const sides = (contract?.signatures ?? []).map((one) =>
    one.participantId === provider ? 'provider' : 'consumer',
  )
  const phase = request.state === 'approved' ? contract!.state : request.state
  return {
    phase,
    turn: request.turn,
    round: request.round,
    signed: sides,
    proposal: contract?.end_proposed_by ?? null,
    contractId: contract?.id ?? null,
    hash: contract?.hash ?? null,
  }
}

const NO_ID = '00000000-0000-7000-8000-000000000000'

export async function send(core: Core, real: Real, at: Seen, { message, from, stale }: Step): Promise<void> {
  const actor = actorOf(real.space, from)
  const contractId = at.contractId ?? NO_ID
  const hash = stale || at.hash === null ? '0'.repeat(64) : at.hash
  const n = stale ? at.round + 1 : undefined
  const reason = 'because it is so'
  switch (message) {
    case 'counter': {
      const until = (
        await real.core.db
          .selectFrom('access_request')
          .select('policy')
          .where('id', '=', real.requestId)
          .executeTakeFirstOrThrow()
      ).policy.until
      const policy = real.space.policy({ until, maxRuns: at.round + 1 })
      await counterRequest(core, actor, real.requestId, {
        policy,
        comment: 'counter',
        ...(n === undefined ? {} : { n }),
      })
      return
    }
    case 'accept':
      return void (await acceptRequest(core, actor, real.requestId, null, n))
    case 'approve':
      return void (await approveRequest(core, actor, real.requestId, null, n))
    case 'reject':
      return void (await rejectRequest(core, actor, real.requestId, reason))
    case 'withdraw':
      return void (await withdrawRequest(core, actor, real.requestId))
    case 'sign':
      return void (await signContract(core, actor, contractId, { hash }))
    case 'refuse':
      return void (await refuseSignature(core, actor, contractId, reason))
    case 'suspend':
    case 'resume':
    case 'end':
      return void (await changeContract(core, actor, contractId, message, reason))
    case 'propose':
      return void (await proposeEnd(core, actor, contractId, reason))
    case 'agree':
      return void (await agreeEnd(core, actor, contractId, null))
    case 'drop':
      return void (await dropEnd(core, actor, contractId))
    case 'file':
      return void (await fileContract(core, real.space.officer('operator'), contractId))
    case 'refuseFiling':
      return void (await refuseFiling(core, real.space.officer('operator'), contractId, reason))
    case 'authority':
      return void (await endByAuthority(core, [NO_ID]))
    case 'tidy':
      await endExpired(core)
      return void (await fileWaiting(core))
  }
}

export const actorOf = (space: ContractSpace, from: Step['from']): UserActor =>
  space.officer(from === 'provider' ? 'bureau' : from === 'consumer' ? 'insurer' : 'other')
