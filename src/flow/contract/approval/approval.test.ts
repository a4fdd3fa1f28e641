import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ContractSpace, contractSpace, DAY } from '../../../../test/support/contracts.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import {
  acceptRequest,
  approveRequest,
  cancelApproval,
  contractById,
  counterRequest,
  delegate,
  endDelegation,
  listApprovals,
  openOfferByChain,
  requestById,
  setChain,
  signContract,
  vote,
} from '../index.ts'

let space: ContractSpace
let department: UserActor
let leader: UserActor
let deputy: UserActor
const officer = () => space.officer('bureau')

beforeAll(async () => {
  space = await contractSpace()
  department = await space.colleague('bureau')
  leader = await space.colleague('bureau', ['expert'])
  deputy = await space.colleague('bureau', ['expert'])
}, 60_000)
afterAll(() => space?.stop())

const step = (name: string, ...users: UserActor[]) => ({
  nameZh: name,
  nameEn: name,
  users: users.map((user) => user.userId),
})
const chain = (act: 'offer' | 'accept' | 'sign', ...steps: ReturnType<typeof step>[]) =>
  setChain(space.core, officer(), act, { steps })
const clear = async () => {
  for (const act of ['offer', 'accept', 'sign'] as const) await chain(act)
}

describe('a chain inside a body', () => {
  beforeEach(clear)

  test('department and leader approve in this order before a request is accepted', async () => {
    const { core } = space
    await chain('accept', step('部门', department), step('领导', leader))
    const id = await space.ask()
    const asked = (await acceptRequest(core, officer(), id, 'we agree')).value
    expect(asked.contractId).toBe(null)
    const approvalId = asked.approvalId!
    expect((await requestById(core, officer(), id)).approvalId).toBe(approvalId)
    expect((await requestById(core, space.officer('insurer'), id)).approvalId).toBe(null)

    await expect(acceptRequest(core, officer(), id, null)).rejects.toMatchObject({ code: 'APPROVAL_WAITING' })
    await expect(vote(core, leader, approvalId, 'approve', null)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    })
    await expect(vote(core, space.officer('insurer'), approvalId, 'approve', null)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect((await listApprovals(core, department, { offset: 0, limit: 10 })).items[0]).toMatchObject({
      id: approvalId,
      mine: true,
      step: 0,
    })
    expect((await vote(core, department, approvalId, 'approve', 'fine')).value.state).toBe('waiting')
    const done = (await vote(core, leader, approvalId, 'approve', null)).value
    expect(done.state).toBe('approved')
    expect(await contractById(core, done.contractId!)).toMatchObject({ state: 'signing' })
    await expect(vote(core, leader, approvalId, 'approve', null)).rejects.toMatchObject({
      code: 'APPROVAL_CLOSED',
    })
  })

  test('nobody approves what he asked for; a decline leaves the negotiation as it was', async () => {
    const { core } = space
    await chain('accept', step('部门', officer(), department))
    const id = await space.ask()
    const { approvalId } = (await acceptRequest(core, officer(), id, null)).value
    await expect(vote(core, officer(), approvalId!, 'approve', null)).rejects.toMatchObject({
      code: 'APPROVAL_OWN',
    })
    await vote(core, department, approvalId!, 'decline', 'too wide')
    expect(await requestById(core, officer(), id)).toMatchObject({
      state: 'waiting',
      turn: 'provider',
      approvalId: null,
    })
    const again = (await acceptRequest(core, officer(), id, null)).value
    expect(again.approvalId).not.toBe(approvalId)
  })

  test('a delegate decides in the other’s place, as long as the delegation lasts', async () => {
    const { core } = space
    await chain('sign', step('领导', leader))
    const { value } = await approveRequest(core, officer(), await space.ask(), null)
    expect(value.contractId).not.toBe(null)
    const approvalId = value.approvalId!
    await expect(vote(core, deputy, approvalId, 'approve', null)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    })
    const first = (await delegate(core, leader, { toUserId: deputy.userId, until: space.clock.now() + DAY }))
      .value
    await endDelegation(core, leader, first.id)
    await expect(vote(core, deputy, approvalId, 'approve', null)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    })
    await delegate(core, leader, { toUserId: deputy.userId, until: space.clock.now() + DAY })
    space.clock.advance(DAY + 1)
    await expect(vote(core, deputy, approvalId, 'approve', null)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    })
    await delegate(core, leader, { toUserId: deputy.userId, until: space.clock.now() + DAY })
    expect((await vote(core, deputy, approvalId, 'approve', null)).value.state).toBe('approved')
    const { items } = await listApprovals(core, deputy, { offset: 0, limit: 50 })
    const votes = items.find((one) => one.id === approvalId)!.votes
    expect(votes).toMatchObject([{ userId: deputy.userId, forUserId: leader.userId, decision: 'approve' }])
    const contract = (await contractById(core, value.contractId!))!
    expect(contract.signatures.map((one) => [one.role, one.valid])).toEqual([['01', true]])
    // A colleague of another body, or nobody, can be named neither in a chain nor as a delegate.
    const stranger = space.officer('insurer').userId
    await expect(
      delegate(core, leader, { toUserId: stranger, until: space.clock.now() + DAY }),
    ).rejects.toMatchObject({
      code: 'APPROVAL_USER_UNKNOWN',
    })
    await expect(chain('sign', step('领导', space.officer('insurer')))).rejects.toMatchObject({
      code: 'APPROVAL_USER_UNKNOWN',
    })
  })

  test('a counter-proposal overtakes what waits for an approval', async () => {
    const { core } = space
    await chain('accept', step('领导', leader))
    const id = await space.ask()
    const { approvalId } = (await acceptRequest(core, officer(), id, null)).value
    await counterRequest(core, officer(), id, {
      policy: space.policy({ maxRuns: 5 }),
      comment: 'rather five',
    })
    await expect(vote(core, leader, approvalId!, 'approve', null)).rejects.toMatchObject({
      code: 'APPROVAL_CLOSED',
    })
    expect(await requestById(core, officer(), id)).toMatchObject({
      turn: 'consumer',
      round: 2,
      contractId: null,
    })
  })

  test('a cleared chain stops nothing that waits, and who asked can take it back', async () => {
    const { core } = space
    await chain('accept', step('领导', leader))
    const id = await space.ask()
    const { approvalId } = (await acceptRequest(core, officer(), id, null)).value
    await clear()
    await expect(cancelApproval(core, leader, approvalId!)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await cancelApproval(core, officer(), approvalId!)
    expect((await acceptRequest(core, officer(), id, null)).value.contractId).not.toBe(null)
  })

  test('an offer waits for its chain too, and opens in the name of the last who approved', async () => {
    const { core } = space
    await chain('offer', step('领导', leader))
    const input = { productId: space.productId, policy: space.policy({ maxRuns: 9 }) as never }
    const asked = (await openOfferByChain(core, officer(), input)).value
    expect(asked.id).toBe(null)
    const done = (await vote(core, leader, asked.approvalId!, 'approve', null)).value
    const offer = await core.db
      .selectFrom('offer')
      .select(['state', 'created_by'])
      .where('id', '=', done.offerId!)
      .executeTakeFirstOrThrow()
    expect(offer).toEqual({ state: 'open', created_by: leader.userId })
  })

  test('a high risk needs a second data officer where no chain is set', async () => {
    const { core } = space
    const id = await space.ask({ offerId: (await offerNow()).id })
    await core.db
      .updateTable('access_request')
      .set({ risk_level: 'high', risk_score: 80 })
      .where('id', '=', id)
      .execute()
    const { approvalId, contractId } = (await acceptRequest(core, officer(), id, null)).value
    expect(contractId).toBe(null)
    expect((await vote(core, department, approvalId!, 'approve', null)).value.contractId).not.toBe(null)
  })
})

async function offerNow(): Promise<{ id: string }> {
  return space.core.db.selectFrom('offer').select('id').where('state', '=', 'open').executeTakeFirstOrThrow()
}

test('a signature from outside is refused before the leader is asked', async () => {
  const { core } = space
  await clear()
  const contract = await space.agreed({ offerId: (await offerNow()).id })
  const insurerLeader = await space.colleague('insurer', ['expert'])
  await setChain(core, space.officer('insurer'), 'sign', { steps: [step('领导', insurerLeader)] })
  const bad = { keyId: 'none', value: 'none' }
  await expect(
    signContract(core, space.officer('insurer'), contract.id, { hash: contract.hash, signature: bad }),
  ).rejects.toMatchObject({ code: 'CONTRACT_SIGNATURE_INVALID' })
  const { approvalId } = (
    await signContract(core, space.officer('insurer'), contract.id, { hash: contract.hash })
  ).value
  expect((await vote(core, insurerLeader, approvalId!, 'approve', null)).value.contractId).toBe(contract.id)
  expect((await contractById(core, contract.id))!.state).toBe('active')
})
