import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ContractSpace, contractSpace } from '../../../../test/support/contracts.ts'
import { machineHolds } from './machine.fixture.ts'

let space: ContractSpace
beforeAll(async () => {
  space = await contractSpace()
}, 60_000)
afterAll(() => space?.stop())

test('messages in any order, twice, lost, late or killed half way never reach an illegal state, and none is stuck', {
  timeout: 120_000,
}, async () => {
  const phases = await machineHolds(space, { runs: 40, mostMs: 45_000 })
  // The runs came far enough to say something.
  expect(phases.size).toBeGreaterThan(2)
})
