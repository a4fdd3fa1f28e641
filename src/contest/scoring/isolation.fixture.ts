import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { createLocalDriver } from '../../use/sandbox/index.ts'
import type { Asker } from './actions.ts'
import { openAnswers } from './bring.ts'
import { stayCost } from './demo.ts'
import type { ProblemKind } from './model.ts'
import { bareSpace, entriesOf, scoringSpace, type ScoringSpace } from './scoring.fixture.ts'
import { readyData, type RunRow, type TaskRow } from './store.ts'
import { teamRuns } from './views.ts'

/** Real seats; `why` says why there are none here, `full` whether all fences stand. */
export async function realSeats() {
  const home = mkdtempSync(join(tmpdir(), 'xinyu-trials-'))
  const driver = createLocalDriver({ home, log: pino({ level: 'silent' }), clock: systemClock })
  const { level, parts } = await driver.isolation()
  const why = level === 'none' ? parts.flatMap(({ ok, en }) => (ok ? [] : [en])).join('; ') : null
  const stop = async () => {
    await driver.stop()
    rmSync(home, { recursive: true, force: true })
  }
  return { driver, why, full: level === 'full', stop }
}

export type RealSeats = Awaited<ReturnType<typeof realSeats>>

/** A team with its task, in real seats. */
export interface Trials {
  readonly here: ScoringSpace
  readonly team: Asker
  readonly data: TaskRow
  /** Ids and answers of the table that was brought: words that no program may ever see. */
  readonly marks: readonly string[]
  /** Has a program run on the hidden rows; on the sample another one stands for it, so that it comes that far. */
  readonly scored: (program: string) => Promise<RunRow>
  /** Hands a program in and returns its sample run. */
  readonly sampled: (program: string) => Promise<RunRow>
  /** It gets this word, no score and no log, and counts. */
  readonly failing: (program: string, problem: ProblemKind) => Promise<void>
  /** Everything that comes back to the team of its hidden runs, and everything in the evidence about them. */
  readonly told: () => Promise<string>
  readonly stop: () => Promise<void>
}

export async function trials({ driver }: RealSeats): Promise<Trials> {
  const space = await bareSpace()
  const quotas = { cpuSeconds: 5, runsPerDay: 100, runsInAll: 1000 }
  const here = await scoringSpace(space, driver, stayCost(300, 30), quotas)
  const { core, contest, task } = here
  const team = await here.team('甲')
  const data = await readyData(core.db, contest.id, task.code)
  const answers = await openAnswers(core, data)
  const ofArtefact = async (artefact: string, kind: RunRow['kind']) =>
    (await here.runs()).find((run) => run.artefact_id === artefact && run.kind === kind)!
  const scored = async (program: string): Promise<RunRow> => {
    const artefact = await here.handedIn(team, onHiddenRowsAlone(program))
    const sample = await ofArtefact(artefact, 'sample')
    expect(sample, JSON.stringify(sample.log)).toMatchObject({ state: 'scored' })
    return here.answered(team, artefact)
  }
  return {
    here,
    team,
    data,
    marks: [answers[0]!.id, answers[150]!.id, String(answers[7]!.value), String(answers[200]!.value)],
    scored,
    sampled: async (program) => ofArtefact(await here.handedIn(team, program), 'sample'),
    async failing(program, problem) {
      expect(await scored(program)).toMatchObject({
        state: 'failed',
        problem_kind: problem,
        counted: true,
        public_score: null,
        private_score: null,
        log: null,
      })
    },
    told: async () =>
      JSON.stringify([
        await teamRuns(core, task, team.team, true),
        (await here.runs()).filter(({ kind }) => kind === 'hidden').map(({ log }) => log),
        await entriesOf(core, 'contest_task.hidden_answered'),
      ]),
    async stop() {
      await here.stop()
      await space.stop()
    },
  }
}

/** The sample has few rows: a program that wants to behave there knows where it is. */
const onHiddenRowsAlone = (program: string): string => `
if len(open('/work/input/features.csv').read().split()) < 100:
    def predict(rows): return [1.0] * len(rows)
else:
    exec(${JSON.stringify(program)}, globals())
`
