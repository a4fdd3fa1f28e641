import { expect, test } from 'vitest'
import { contractSpace } from '../../../../test/support/contracts.ts'
import { machineHolds } from './machine.fixture.ts'

test('the machine of a contract holds over thousands of interleavings', async () => {
  const space = await contractSpace()
  try {
    const phases = await machineHolds(space, { runs: 3000, mostMs: 1_500_000 })
    expect([...phases.keys()].sort()).toEqual(
      [
        'active',
        'ended',
        'filing',
        'rejected',
        'signing',
        'suspended',
        'void',
        'waiting',
        'withdrawn',
      ].sort(),
    )
  } finally {
    await space.stop()
  }
})
