import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ContractSpace, contractSpace, DAY } from '../../../../test/support/contracts.ts'
import { acceptLink, makeLink, setRule, withdrawLink } from '../../authority/index.ts'
import {
  agreeEnd,
  changeContract,
  contractById,
  dropEnd,
  endByAuthority,
  endByRule,
  endExpired,
  proposeEnd,
  signContract,
} from '../index.ts'

let space: ContractSpace
const stopped: string[] = []
beforeAll(async () => {
  space = await contractSpace()
  space.core.events.on(
    'contract.stopped',
    ({ contractId, state }) => void stopped.push(`${state} ${contractId}`),
  )
  space.core.events.on('authority.withdrawn', async ({ authorityIds }) => {
    await endByAuthority(space.core, authorityIds)
  })
}, 60_000)
afterAll(() => space?.stop())

const bureau = () => space.officer('bureau')
const insurer = () => space.officer('insurer')

describe('ways to an end', () => {
  test('by agreement: one side proposes, the other agrees, and nobody alone', async () => {
    const { core } = space
    const { id } = await space.active()
    await expect(agreeEnd(core, insurer(), id, null)).rejects.toMatchObject({ code: 'CONTRACT_NO_PROPOSAL' })
    await proposeEnd(core, insurer(), id, 'project is done')
    await expect(agreeEnd(core, insurer(), id, null)).rejects.toMatchObject({ code: 'CONTRACT_NO_PROPOSAL' })
    await expect(proposeEnd(core, bureau(), id, 'me too')).rejects.toMatchObject({ code: 'CONTRACT_STATE' })
    expect((await contractById(core, id))!.endProposal).toEqual({
      side: 'consumer',
      reason: 'project is done',
    })
    await dropEnd(core, bureau(), id)
    await proposeEnd(core, bureau(), id, 'product is replaced')
    await agreeEnd(core, insurer(), id, null)
    expect(await contractById(core, id)).toMatchObject({
      state: 'ended',
      endReason: 'agreement',
      statusCode: '06',
    })
    expect(stopped).toContain(`ended ${id}`)
    await expect(agreeEnd(core, insurer(), id, null)).rejects.toMatchObject({ code: 'CONTRACT_STATE' })
  })

  test('by rule, once, and only what is in force', async () => {
    const { core } = space
    const [one, two] = [await space.active(), await space.agreed()]
    expect((await endByRule(core, one.id, 'overdrawn')).value).toBe(true)
    expect((await endByRule(core, one.id, 'overdrawn')).value).toBe(false)
    expect((await endByRule(core, two.id, 'integrity')).value).toBe(false)
    expect((await contractById(core, one.id))!.endReason).toBe('rule')
    expect((await contractById(core, two.id))!.state).toBe('signing')
  })

  test('by the term: what is in force ends, what was not signed is void', async () => {
    const { core } = space
    const until = space.clock.now() + 2 * DAY
    const policy = space.policy({ until })
    const [one, two] = [await space.active({ policy }), await space.agreed({ policy })]
    await changeContract(core, bureau(), one.id, 'suspend', 'to look at it')
    space.clock.advance(2 * DAY + 1)
    await expect(signContract(core, insurer(), two.id, { hash: two.hash })).rejects.toMatchObject({
      code: 'CONTRACT_TERM_OVER',
    })
    await endExpired(core)
    expect(await contractById(core, one.id)).toMatchObject({ state: 'ended', endReason: 'term' })
    expect(await contractById(core, two.id)).toMatchObject({ state: 'void', voidReason: 'term' })
  })

  test('with its authority: no contract beyond the chain, and none after it', async () => {
    const { core } = space
    await setRule(core, bureau(), {
      about: 'dataset',
      aboutId: space.datasetId,
      rule: { authority: 'required', publicData: true, implementing: [] },
    })
    await expect(space.agreed()).rejects.toMatchObject({ code: 'CONTRACT_BEYOND_AUTHORITY' })
    const { value: link } = await makeLink(core, bureau(), {
      parentId: null,
      granteeId: insurer().participantId,
      scope: {
        zones: [],
        datasets: [space.datasetId],
        purposes: ['actuarial_pricing'],
        actions: ['access', 'read', 'compute', 'download'],
        columns: null,
      },
      from: space.clock.now(),
      until: Date.UTC(2027, 5, 1),
      fees: { basis: 'free', fen: 0, percent: null, note: '' },
    })
    await acceptLink(core, insurer(), link.id)
    const contract = await space.active()
    expect(contract).toMatchObject({ state: 'active', terms: { authorityId: link.id } })
    const waiting = await space.agreed()
    await withdrawLink(core, bureau(), link.id, 'no longer granted')
    expect(await contractById(core, contract.id)).toMatchObject({ state: 'ended', endReason: 'authority' })
    expect(await contractById(core, waiting.id)).toMatchObject({ state: 'void', voidReason: 'authority' })
    expect(stopped).toContain(`ended ${contract.id}`)
  })
})
