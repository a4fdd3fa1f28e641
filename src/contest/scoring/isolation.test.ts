import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { normalised } from './metrics.ts'
import { realSeats, type Trials, trials } from './isolation.fixture.ts'
import * as programs from './programs.fixture.ts'
import type { RunRow } from './store.ts'
import { tryOut } from './trial.ts'

const seats = await realSeats()
afterAll(seats.stop)

/** Programs in real seats: what a good one gains, and that no other one gains anything. More of them in the long suite. */
describe.skipIf(seats.why !== null)(
  `programs in throw-away seats${seats.why ? ` (skipped: ${seats.why})` : ''}`,
  { timeout: 120_000 },
  () => {
    let at: Trials
    let constant: RunRow
    beforeAll(async () => {
      at = await trials(seats)
      constant = await at.scored(programs.CONSTANT)
    }, 60_000)
    afterAll(() => at.stop())

    test('a good model scores well, a constant gets what a constant gets', async () => {
      const good = await at.scored(programs.GOOD)
      expect(normalised('mae', good.private_score!, at.data.baseline)).toBeGreaterThan(80)
      expect(normalised('mae', constant.private_score!, at.data.baseline)).toBeLessThan(10)
      expect(good.counted && constant.counted).toBe(true)
      expect(await at.told()).not.toContain('looked at')
    })

    test('one that looks everywhere for answers finds none: it gets the score of its constant', async () => {
      const run = await at.scored(programs.SNOOPING(at.marks))
      expect(run.problem_kind).toBeNull()
      expect(run).toMatchObject({ state: 'scored', private_score: constant.private_score })
      // What it looks for would be seen: a word that is there is found.
      expect((await at.scored(programs.SNOOPING(['pneumonia']))).private_score).toBeGreaterThan(1e8)
    })

    test('what is printed on hidden rows comes back nowhere', async () => {
      expect(await at.scored(programs.PRINTING)).toMatchObject({ state: 'scored', log: null })
      expect(await at.told()).not.toMatch(/LEAK|pneumonia/)
    })

    test('time tells nothing: the answer comes at the same moment, whether it slept or not', async () => {
      const { space, core } = at.here
      const waits: number[] = []
      for (const seconds of [0, 2]) {
        // Both begin at the same place of the grid.
        space.clock.advance(60_000 - (core.clock.now() % 60_000))
        const run = await at.scored(programs.SLEEPING(seconds))
        waits.push(run.answered_at! - run.started_at!)
      }
      expect(waits[1]).toBe(waits[0])
    })

    test('one that crashes is told that it crashed, and not where', async () => {
      await at.failing(programs.CRASHING, 'crashed')
      expect(await at.told()).not.toMatch(/first row|ValueError/)
    })

    test('on the public sample a team sees everything that its program said', async () => {
      const run = await at.sampled(programs.CRASHING)
      expect(run).toMatchObject({ state: 'failed', problem_kind: 'crashed', counted: false })
      const text = run.log!.lines.map(({ line }) => line).join('\n')
      expect(text).toMatch(/ValueError: first row: \{'age'/)
    })

    test.skipIf(!seats.full)('one that forks without end', () => at.failing(programs.FORKING, 'time'))
    test('one that takes all memory', () => at.failing(programs.HUNGRY, 'memory'))
    test('one that writes without end', () => at.failing(programs.HUGE, 'bad_output'))
    test('one that only waits meets the clock', async () => {
      const work = { slot: 7, name: 'predict.py', artefact: Buffer.from(programs.IDLE), columns: [] }
      const limits = { cpuMs: 60_000, timeMs: 1500, mostBytes: 1000, keepLog: false }
      const rest = { features: 'row,days\n1,2\n', signal: new AbortController().signal }
      const tried = await tryOut({ driver: seats.driver, demo: true }, { ...work, ...limits, ...rest })
      expect(tried).toMatchObject({ problem: 'time', output: null, log: null })
    })
  },
)
