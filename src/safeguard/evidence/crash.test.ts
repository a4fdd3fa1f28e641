import { expect, test } from 'vitest'
import { killedAgainAndAgain } from './fixtures/killed.fixture.ts'

test('SIGKILL under 64 writers: nothing acknowledged is lost, and log and database agree', async () => {
  expect((await killedAgainAndAgain(3)).acknowledged).toBeGreaterThan(64)
}, 180_000)
