import { expect, test } from 'vitest'
import { fuzz } from './testing/fuzz.fixture.ts'

test('10,000 random and spoilt files neither crash an inspection nor hold it up', async () => {
  await expect(fuzz(10_000)).resolves.toBeUndefined()
})
