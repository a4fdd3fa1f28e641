import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { realSeats, type Trials, trials } from './isolation.fixture.ts'
import * as programs from './programs.fixture.ts'
import type { RunRow } from './store.ts'

const seats = await realSeats()
afterAll(seats.stop)

/** Further programs in real seats: forms that are allowed, and ways to fall. */
describe.skipIf(seats.why !== null)(
  `further programs in throw-away seats${seats.why ? ` (skipped: ${seats.why})` : ''}`,
  { timeout: 120_000 },
  () => {
    let at: Trials
    let constant: RunRow
    beforeAll(async () => {
      at = await trials(seats)
      constant = await at.scored(programs.CONSTANT)
    }, 60_000)
    afterAll(() => at.stop())

    test('a script that reads and writes the files itself, with pandas', async () => {
      expect(await at.scored(programs.SCRIPT)).toMatchObject({ state: 'scored' })
    })

    test('an archive with a program and what it needs', async () => {
      const artefact = await at.here.handedIn(at.team, programs.ZIPPED, 'team.zip')
      const run = await at.here.answered(at.team, artefact)
      expect(run).toMatchObject({ state: 'scored', private_score: constant.private_score })
    })

    test('what a program left running does not outlive it', async () => {
      const run = await at.scored(programs.STAYING)
      expect(run).toMatchObject({ state: 'scored', private_score: constant.private_score })
    })

    test('what is wrong with the predictions is said on the sample', async () => {
      const run = await at.sampled(programs.SHORT)
      expect(run.log!.lines.at(-1)!.line).toMatch(/30 predictions are needed, 29 were written/)
    })

    test.skipIf(!seats.full)('one that never ends', () => at.failing(programs.ENDLESS, 'time'))
    test('one that fills the disk', () => at.failing(programs.FULL, 'crashed'))
    test('one that answers with a link', () => at.failing(programs.LINKED, 'bad_output'))
    test('one that writes nothing', () => at.failing(programs.SILENT, 'no_output'))
    test('one that answers for some rows', () => at.failing(programs.SHORT, 'bad_output'))
  },
)
