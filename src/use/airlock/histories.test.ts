import { expect, test } from 'vitest'
import { tryHistories } from './histories.fixture.ts'

test('in no history does a file leave without the opinions that it needs', async () => {
  // They are no good where none of them gets anywhere.
  expect((await tryHistories(10)).size).toBeGreaterThan(1)
}, 120_000)
