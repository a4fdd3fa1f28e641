/* oxlint-disable unicorn/no-thenable -- rules of a script are plain JSON */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ContractSpace, contractSpace } from '../../../../test/support/contracts.ts'
import { contractById, decidingOf, requestById, setDeciding } from '../index.ts'
import { answerOf, type Asking } from './rules.ts'

const asking = (over: Partial<Asking> = {}): Asking => ({
  consumerId: 'a',
  purpose: 'actuarial_pricing',
  score: 20,
  level: 'low',
  differences: [],
  ...over,
})

describe('the answer of an offer', () => {
  test('automatic accepts the offered policy as it stands, and nothing of high risk', () => {
    const answer = (over: Partial<Asking>) => answerOf({ mode: 'automatic' }, asking(over)).answer
    expect(answer({})).toBe('accept')
    expect(answer({ differences: ['maxRuns'] })).toBe('wait')
    expect(answer({ level: 'high' })).toBe('wait')
    expect(answerOf({ mode: 'manual' }, asking()).answer).toBe('wait')
  })

  test('scripted: the first rule that fits decides, and what no rule knows waits', () => {
    const comment = 'by rule'
    const script = [
      { consumers: ['b'], then: 'reject' as const, comment },
      { maxScore: 30, differencesWithin: ['maxRuns', 'columns.setl_d'], then: 'accept' as const, comment },
      { purposes: ['research' as const], then: 'reject' as const, comment },
    ]
    const answer = (over: Partial<Asking>) => {
      const { answer, rule } = answerOf({ mode: 'scripted', script }, asking(over))
      return [answer, rule]
    }
    expect(answer({})).toEqual(['accept', 1])
    expect(answer({ consumerId: 'b' })).toEqual(['reject', 0])
    expect(answer({ differences: ['columns.setl_d.age', 'maxRuns'] })).toEqual(['accept', 1])
    expect(answer({ differences: ['columns.setl_dx.age'] })).toEqual(['wait', null])
    expect(answer({ score: 31 })).toEqual(['wait', null])
    expect(answer({ score: null })).toEqual(['wait', null])
    expect(answer({ score: 31, purpose: 'research' })).toEqual(['reject', 2])
  })
})

describe('standing instructions', () => {
  let space: ContractSpace
  beforeAll(async () => {
    space = await contractSpace()
  }, 60_000)
  afterAll(() => space?.stop())

  test('accept and sign in the officer’s name at the moment of asking, recorded as that', async () => {
    const { core } = space
    const officer = space.officer('bureau')
    await setDeciding(core, officer, space.offerId, { mode: 'automatic' })
    const id = await space.ask()
    const request = await requestById(core, officer, id)
    expect(request.state).toBe('approved')
    const contract = (await contractById(core, request.contractId!))!
    expect(contract).toMatchObject({ state: 'signing' })
    expect(contract.signatures.map((one) => one.role)).toEqual(['01'])
    const kinds = (await core.evidence.leavesAbout([id])).map((one) => one.kind)
    expect(kinds).toEqual(['request.made', 'request.answered_by_instruction', 'contract.agreed'])
    // What differs from the offer is for people.
    const other = await space.ask({ policy: space.policy({ maxRuns: 3 }) })
    expect((await requestById(core, officer, other)).state).toBe('waiting')
    await expect(decidingOf(core, space.officer('insurer'), space.offerId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('an officer who left answers nothing any more', async () => {
    const { core } = space
    const officer = await space.colleague('bureau')
    await setDeciding(core, officer, space.offerId, { mode: 'automatic' })
    await core.db
      .updateTable('app_user')
      .set({ state: 'suspended' })
      .where('id', '=', officer.userId)
      .execute()
    const id = await space.ask()
    expect((await requestById(core, space.officer('bureau'), id)).state).toBe('waiting')
  })

  test('a script rejects with the rule’s comment', async () => {
    const { core } = space
    const officer = space.officer('bureau')
    const script = [{ then: 'reject' as const, comment: 'not this year' }]
    await setDeciding(core, officer, space.offerId, { mode: 'scripted', script })
    expect(await decidingOf(core, officer, space.offerId)).toMatchObject({ mode: 'scripted', script })
    const id = await space.ask()
    expect(await requestById(core, officer, id)).toMatchObject({ state: 'rejected', answer: 'not this year' })
  })
})
