import { expect, test } from 'vitest'
import { fuzz } from './testing/fuzz.fixture.ts'

test('random and spoilt files neither crash an inspection nor hold it up', async () => {
  await expect(fuzz(300)).resolves.toBeUndefined()
}, 120_000)
