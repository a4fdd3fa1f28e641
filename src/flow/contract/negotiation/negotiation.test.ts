import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ContractSpace, contractSpace } from '../../../../test/support/contracts.ts'
import { isContractNumber } from '../../../kernel/identifier.ts'
import { verifyReceipt } from '../../../safeguard/evidence/verifier/index.ts'
import {
  acceptRequest,
  approveRequest,
  contractById,
  contractHash,
  counterRequest,
  makeRequest,
  policyHash,
  rejectRequest,
  requestById,
  requestVersions,
  signContract,
  withdrawRequest,
} from '../index.ts'

let space: ContractSpace
beforeAll(async () => {
  space = await contractSpace()
}, 60_000)
afterAll(() => space?.stop())

const bureau = () => space.officer('bureau')
const insurer = () => space.officer('insurer')

describe('negotiation', () => {
  test('goes over with each version, keeps all of them, and the last one becomes the contract', async () => {
    const { core } = space
    const id = await space.ask()
    const first = await requestById(core, insurer(), id)
    expect(first).toMatchObject({ state: 'waiting', turn: 'provider', round: 1, statusCode: '01' })
    expect(isContractNumber(first.number)).toBe(true)

    await counterRequest(core, bureau(), id, { policy: space.policy({ maxRuns: 10 }), comment: 'ten runs' })
    expect(await requestById(core, bureau(), id)).toMatchObject({
      turn: 'consumer',
      round: 2,
      statusCode: '02',
    })
    await counterRequest(core, insurer(), id, {
      policy: space.policy({ maxRuns: 40, minGroup: 20 }),
      comment: 'forty, and larger groups',
      n: 2,
    })
    const versions = await requestVersions(core, insurer(), id)
    expect(versions.map(({ n, side, comment }) => [n, side, comment])).toEqual([
      [1, 'consumer', 'To price a commercial insurance.'],
      [2, 'provider', 'ten runs'],
      [3, 'consumer', 'forty, and larger groups'],
    ])
    expect(versions.every((version) => version.hash === policyHash(version.policy))).toBe(true)

    const { value } = await acceptRequest(core, bureau(), id, 'agreed', 3)
    const contract = (await contractById(core, value.contractId!))!
    expect(contract).toMatchObject({
      state: 'signing',
      statusCode: '03',
      number: first.number,
      signatures: [],
    })
    expect(contract.terms.policy).toMatchObject({ maxRuns: 40, minGroup: 20 })
    expect(contract.hash).toBe(contractHash(contract.terms))
    expect(contract.terms.textZh).toContain('40')
    expect(contract.terms.parties.map((party) => party.role)).toEqual(['01', '02'])
  })

  test('exactly one side has the turn, and nobody accepts what came after what was read', async () => {
    const { core } = space
    const id = await space.ask()
    const policy = space.policy({ maxRuns: 7 })
    await expect(counterRequest(core, insurer(), id, { policy, comment: 'mine' })).rejects.toMatchObject({
      code: 'REQUEST_NOT_YOUR_TURN',
    })
    await expect(acceptRequest(core, insurer(), id, null)).rejects.toMatchObject({
      code: 'REQUEST_NOT_YOUR_TURN',
    })
    await counterRequest(core, bureau(), id, { policy, comment: 'seven' })
    await expect(counterRequest(core, bureau(), id, { policy, comment: 'again' })).rejects.toMatchObject({
      code: 'REQUEST_NOT_YOUR_TURN',
    })
    await expect(acceptRequest(core, insurer(), id, null, 1)).rejects.toMatchObject({
      code: 'REQUEST_VERSION_CHANGED',
      params: { current: 2, seen: 1 },
    })
    await expect(approveRequest(core, space.officer('other'), id, null)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await acceptRequest(core, insurer(), id, null, 2)
    await expect(acceptRequest(core, insurer(), id, null, 2)).rejects.toMatchObject({
      code: 'REQUEST_ANSWERED',
    })
  })

  test('either side leaves whoever has the turn, each by its own way', async () => {
    const { core } = space
    const [one, two] = [await space.ask(), await space.ask()]
    await counterRequest(core, bureau(), one, { policy: space.policy({ maxRuns: 3 }), comment: 'three' })
    await expect(withdrawRequest(core, bureau(), one)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await rejectRequest(core, bureau(), one, 'not after all')
    await withdrawRequest(core, insurer(), two)
    expect((await requestById(core, insurer(), one)).statusCode).toBe('0302')
    expect((await requestById(core, insurer(), two)).state).toBe('withdrawn')
    await expect(withdrawRequest(core, insurer(), one)).rejects.toMatchObject({ code: 'REQUEST_ANSWERED' })
  })

  test('a proposal keeps to product, floors, zone and its own parties', async () => {
    const refused = (over: Parameters<ContractSpace['policy']>[0]) =>
      space.ask({ policy: space.policy(over) })
    await expect(refused({ columns: { setl_d: { nothing: 'group' } } })).rejects.toMatchObject({
      code: 'POLICY_UNKNOWN_COLUMN',
    })
    await expect(refused({ purposes: ['fund_supervision'] })).rejects.toMatchObject({
      code: 'REQUEST_POLICY_EXCLUDES',
    })
    await expect(refused({ consumers: [space.officer('partner').participantId] })).rejects.toMatchObject({
      code: 'REQUEST_POLICY_EXCLUDES',
    })
    await expect(refused({ until: space.clock.now() })).rejects.toMatchObject({ code: 'POLICY_TERM_PAST' })
  })

  test('a contract in force: both signatures valid, filed, and every step in the log with a receipt', async () => {
    const { core } = space
    const contract = await space.agreed()
    expect(contract.signatures.map((one) => [one.role, one.valid, one.label])).toEqual([
      ['01', true, 'space'],
    ])
    const { value } = await signContract(core, insurer(), contract.id, { hash: contract.hash })
    expect(value.state).toBe('active')
    const active = (await contractById(core, contract.id))!
    expect(active).toMatchObject({ statusCode: '05', intact: true })
    expect(active.filedAt).toBe(space.clock.now())
    const leaves = await core.evidence.leavesAbout([contract.id])
    expect(leaves.map((one) => one.kind)).toEqual([
      'contract.agreed',
      'contract.signed',
      'contract.signed',
      'contract.filed',
      'contract.started',
    ])
    const receipt = await core.evidence.receiptFor(leaves.at(-2)!.leaf)
    expect(verifyReceipt(receipt, { vkey: core.evidence.vkey() }).ok).toBe(true)
  })

  test('a request of a body without the role, or for an own product, is refused', async () => {
    const { core } = space
    const asked = {
      offerId: space.offerId,
      purpose: 'actuarial_pricing',
      reason: 'of a body itself',
    } as const
    await expect(makeRequest(core, bureau(), { ...asked, project: { title: 'own' } })).rejects.toMatchObject({
      code: 'OFFER_OWN',
    })
  })
})
