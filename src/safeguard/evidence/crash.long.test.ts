import { expect, test } from 'vitest'
import { killedAgainAndAgain } from './fixtures/killed.fixture.ts'

test('SIGKILL a hundred times under 64 writers: nothing acknowledged is ever lost', async () => {
  expect((await killedAgainAndAgain(100)).acknowledged).toBeGreaterThan(10_000)
}, 1_800_000)
