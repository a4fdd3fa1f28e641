import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { askRun, handIn } from './actions.ts'
import { boardOf } from './board-view.ts'
import { bringData, openAnswers } from './bring.ts'
import { cancelRun, chooseRun, releaseScores } from './decide.ts'
import { stayCost } from './demo.ts'
import { scoringDestroyers } from './destroy.ts'
import { recompute } from './outcome.ts'
import { createScoring } from './scoring.ts'
import type { TestSpace } from '../../../test/support/evidence.ts'
import {
  bareSpace,
  entriesOf,
  type Play,
  predicting,
  scoringSpace,
  type ScoringSpace,
  scriptedDriver,
} from './scoring.fixture.ts'
import { hiddenScores } from './scores.ts'
import { dataOf, readyData } from './store.ts'
import { quotaView, teamRuns } from './views.ts'

const BASES: Readonly<Record<string, number>> = { pneumonia: 4200, appendix: 7800, stroke: 12500, hip: 31000 }
const GOOD: Play = predicting(
  (row) =>
    ((BASES[row.group!] ?? 3600) + 620 * Number(row.days) + 3800 * Number(row.surgery)) *
    (0.7 + 0.2 * Number(row.level)),
)
const CONSTANT: Play = predicting(() => 20_000)

let space: TestSpace
let here: ScoringSpace
const play: { now: Play } = { now: GOOD }
const driver = scriptedDriver(play)
const open = async (
  change: Parameters<typeof scoringSpace>[3] = {},
  using: typeof driver | null = driver,
) => {
  play.now = GOOD
  here = await scoringSpace(space, using, stayCost(120, 20), change)
  return here
}
beforeAll(async () => {
  space = await bareSpace()
})
afterEach(() => here.stop())
afterAll(() => space.stop())

const code = (expected: string) => expect.objectContaining({ code: expected })

describe('a run on the hidden rows', () => {
  test('is scored outside, answered at a moment of the grid, counts, and recomputes from what was kept', async () => {
    const { core, contest, task, team, handedIn, answered } = await open()
    const asker = await team()
    const run = await answered(asker, await handedIn(asker, 'x'))
    expect(run).toMatchObject({ state: 'scored', counted: true, problem_kind: null, starts: 1 })
    expect(run.answer_at! % 60_000).toBe(0)
    const data = await readyData(core.db, contest.id, task.code)
    const again = await recompute(core, run, data)
    expect(again).toEqual({
      public: run.public_score,
      private: run.private_score,
      digest: run.predictions_digest,
    })
    const entry = (await entriesOf(core, 'contest_task.hidden_answered')).at(-1)!
    expect(entry).toMatchObject({ public: again.public, private: again.private, predictions: again.digest })
  })

  test('gives its seat the features alone: neither ids nor answers', async () => {
    const { core, contest, task, team, handedIn, answered } = await open()
    const seen: string[] = []
    play.now = (files, quiet) => {
      if (quiet) for (const [path, bytes] of files) seen.push(path, bytes.toString('utf8'))
      return GOOD(files, quiet)
    }
    const asker = await team()
    await answered(asker, await handedIn(asker, 'x'))
    const all = seen.join('\n')
    const answers = await openAnswers(core, await readyData(core.db, contest.id, task.code))
    expect(all).toContain('row,age,level,group,days')
    expect(all).not.toContain('cost')
    for (const { id, value } of answers) {
      expect(all).not.toContain(id)
      expect(all).not.toContain(String(value))
    }
  })

  test('tells its team nothing before the moment of the answer, and is the same whatever time it took', async () => {
    const { core, space, scoring, task, team, handedIn, run } = await open()
    const asker = await team()
    const artefact = await handedIn(asker, 'x')
    const looks: unknown[] = []
    const { length: known } = await entriesOf(core, 'contest_task.hidden_answered')
    for (const took of [0, 15_000]) {
      const began = Math.ceil(core.clock.now() / 86_400_000) * 86_400_000
      space.clock.advance(began - core.clock.now())
      play.now = (files, quiet) => {
        space.clock.advance(took)
        return GOOD(files, quiet)
      }
      const id = await askRun(core, asker, artefact)
      await scoring.tick()
      await scoring.settled()
      expect((await run(id)).ended_at).toBe(began + took)
      const look = async () => {
        const [own] = (await teamRuns(core, task, asker.team, false)).filter((one) => one.id === id)
        const { id: _, createdAt: _at, leaf: _leaf, answerAt, ...rest } = own!
        const told = (await entriesOf(core, 'contest_task.hidden_answered')).length - looks.length - known
        return { ...rest, told, answerAfter: answerAt === null ? null : answerAt - began }
      }
      const during = await look()
      expect(during).toMatchObject({ publicScore: null, problem: null, counted: false, told: 0 })
      const due = (await run(id)).answer_at!
      space.clock.advance(due - 1 - core.clock.now())
      await scoring.tick()
      const before = await look()
      expect(before).toMatchObject({ state: 'running', publicScore: null, told: 0 })
      space.clock.advance(1)
      await scoring.tick()
      const after = await look()
      expect(after).toMatchObject({ state: 'scored' })
      looks.push([before, after, due - began])
    }
    expect(looks[1]).toEqual(looks[0])
  })

  test('private scores are told after the release alone, and the release waits for the end of the final', async () => {
    const { core, space, contest, task, officer, team, handedIn, answered } = await open()
    const asker = await team()
    await answered(asker, await handedIn(asker, 'x'))
    const own = async (released: boolean) =>
      (await teamRuns(core, task, asker.team, released)).find(({ kind }) => kind === 'hidden')!
    expect((await own(false)).privateScore).toBeNull()
    expect((await own(false)).publicScore).toBeGreaterThan(0)
    await expect(releaseScores(core, officer, contest, task)).rejects.toThrow(
      code('CONTEST_TASK_RELEASE_EARLY'),
    )
    space.clock.advance(contest.scheme.final!.closesAt - core.clock.now())
    await releaseScores(core, officer, contest, task)
    expect((await own(true)).privateScore).toBeGreaterThan(0)
    await expect(releaseScores(core, officer, contest, task)).rejects.toThrow(code('CONTEST_TASK_RELEASED'))
  })
})

describe('quotas', () => {
  test('three a day: the fourth is refused, and tomorrow there are more', async () => {
    const { core, space, contest, task, team, handedIn, answered } = await open()
    const asker = await team()
    const artefact = await handedIn(asker, 'x')
    for (let at = 0; at < 3; at += 1) await answered(asker, artefact)
    await expect(askRun(core, asker, artefact)).rejects.toThrow(code('CONTEST_TASK_QUOTA'))
    space.clock.advance(86_400_000)
    expect(await quotaView(core, contest, task, asker.team)).toMatchObject({ leftToday: 2, leftInAll: 2 })
    await answered(asker, artefact)
  })

  test('a crash of the program counts; what failed by our fault and what was taken back does not', async () => {
    const { core, contest, task, team, scoring, handedIn, answered, run } = await open()
    const asker = await team()
    const artefact = await handedIn(asker, 'x')
    play.now = () => ({ state: 'failed', code: 1, lines: ['Traceback: secret 12345'] })
    expect(await answered(asker, artefact)).toMatchObject({
      state: 'failed',
      problem_kind: 'crashed',
      counted: true,
      log: null,
    })
    play.now = () => Promise.reject(new Error('our own fault'))
    expect(await answered(asker, artefact)).toMatchObject({
      state: 'failed',
      problem_kind: 'interrupted',
      counted: false,
      starts: 2,
    })
    let stop = () => {}
    play.now = () => new Promise(() => (stop = () => {}))
    const id = await askRun(core, asker, artefact)
    await scoring.tick()
    await cancelRun(core, asker, id)
    scoring.callOff(id)
    await scoring.settled()
    stop()
    expect(await run(id)).toMatchObject({ state: 'cancelled', counted: false, public_score: null })
    await expect(cancelRun(core, asker, id)).rejects.toThrow(code('CONTEST_TASK_RUN_OVER'))
    expect(await quotaView(core, contest, task, asker.team)).toMatchObject({ leftToday: 2, leftInAll: 4 })
  })

  test('asked for at once, one is taken', async () => {
    const { core, team, handedIn, runs } = await open()
    const asker = await team()
    const artefact = await handedIn(asker, 'x')
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => askRun(core, asker, artefact)))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await runs()).filter(({ kind }) => kind === 'hidden')).toHaveLength(1)
  })

  test('no seats that hold: told as isolation, and nothing counts', async () => {
    const { team, core, scoring } = await open({}, null)
    const asker = await team()
    await handIn(core, asker, { name: 'predict.py', bytes: Buffer.from('x') })
    await scoring.tick()
    await scoring.settled()
    await scoring.tick()
    expect((await here.runs())[0]).toMatchObject({
      state: 'failed',
      problem_kind: 'isolation',
      counted: false,
    })
  })
})

describe('who may what', () => {
  test('a program has to pass the sample first; of another team it is not there', async () => {
    const { core, team, handedIn } = await open()
    const [one, other] = [await team(), await team()]
    play.now = () => ({ state: 'failed', code: 1, lines: ['ZeroDivisionError'] })
    const broken = await handedIn(one, 'x')
    await expect(askRun(core, one, broken)).rejects.toThrow(code('CONTEST_TASK_SAMPLE_FIRST'))
    expect((await here.runs())[0]!.log).toEqual({
      lines: [{ stream: 'out', line: 'ZeroDivisionError' }],
      cut: false,
    })
    await expect(askRun(core, other, broken)).rejects.toThrow(code('NOT_FOUND'))
  })

  test('only finalists, only while the final is open, only with a program of a known kind', async () => {
    const { core, space, contest, team } = await open()
    const asker = await team()
    const give = (name: string, who = asker) => handIn(core, who, { name, bytes: Buffer.from('x') })
    await expect(give('predict.py', { ...asker, finalist: false })).rejects.toThrow(
      code('CONTEST_TASK_NOT_FINALIST'),
    )
    for (const name of ['model.py', '../predict.zip', 'x.tar', 'predict.py.exe'])
      await expect(give(name)).rejects.toThrow(code('CONTEST_TASK_ARTEFACT'))
    space.clock.advance(contest.scheme.final!.closesAt - core.clock.now())
    await expect(give('predict.py')).rejects.toThrow(code('CONTEST_NOT_OPEN'))
  })

  test('data stay once a team has run on them; before, they are replaced and the old ones destroyed', async () => {
    const { core, contest, task, officer, team, handedIn } = await open()
    const bring = () =>
      bringData(
        core,
        officer,
        { contest, task },
        {
          table: Buffer.from(stayCost(60, 5).table),
          sample: null,
          idColumn: 'stay',
          answerColumn: 'cost',
        },
      )
    const folder = join(core.home, 'contest/scoring')
    const files = async () =>
      (await readdir(folder, { recursive: true })).filter((one) => one.endsWith('.bin')).length
    await bring()
    expect([(await dataOf(core.db, contest.id, task.code))!.rows, await files()]).toEqual([60, 3])
    await handedIn(await team(), 'x')
    await expect(bring()).rejects.toThrow(code('CONTEST_TASK_FROZEN'))
    expect(await files()).toBe(4)
  })
})

describe('after a kill', () => {
  test('a run that was cut off is begun once more, then given up without counting', async () => {
    const { core, space, team, handedIn, run, scoring } = await open()
    const asker = await team()
    const artefact = await handedIn(asker, 'x')
    let began = 0
    play.now = () => {
      began += 1
      return new Promise(() => {})
    }
    const id = await askRun(core, asker, artefact)
    await scoring.tick()
    await expect.poll(() => began).toBe(1)
    expect(await run(id)).toMatchObject({ state: 'running', starts: 1 })
    // Another server takes the database over: nothing of the first one is there any more.
    const second = createScoring({ core, driver, demo: true })
    await second.tick()
    await expect.poll(() => began).toBe(2)
    expect(await run(id)).toMatchObject({ state: 'running', starts: 2, ended_at: null })
    play.now = GOOD
    const third = createScoring({ core, driver, demo: true })
    await third.tick()
    space.clock.advance((await run(id)).answer_at! - core.clock.now())
    await third.tick()
    expect(await run(id)).toMatchObject({ state: 'failed', problem_kind: 'interrupted', counted: false })
    expect(began).toBe(2)
  })

  test('a stop in good order is no kill: the run waits, with its start given back', async () => {
    const { core, team, handedIn, run, scoring } = await open()
    const asker = await team()
    const artefact = await handedIn(asker, 'x')
    play.now = () => new Promise(() => {})
    const id = await askRun(core, asker, artefact)
    await scoring.tick()
    await scoring.stop()
    expect(await run(id)).toMatchObject({ state: 'queued', starts: 0, started_at: null })
  })
})

describe('scores of teams', () => {
  test('normalised, the chosen run before the last one; none is last', async () => {
    const { core, contest, task, team, handedIn, answered } = await open()
    const [good, flat, broken] = [await team('good'), await team('flat'), await team('broken')]
    const first = await answered(good, await handedIn(good, 'x'))
    play.now = CONSTANT
    await answered(flat, await handedIn(flat, 'y'))
    await answered(good, await handedIn(good, 'y'))
    const artefact = await handedIn(broken, 'z')
    play.now = () => ({ output: 'nothing' })
    await answered(broken, artefact)
    const last = await hiddenScores(core.db, contest.id)
    expect(last.get(good.team.id)).toBe(last.get(flat.team.id))
    await chooseRun(core, good, first.id)
    const scores = await hiddenScores(core.db, contest.id)
    expect(scores.get(good.team.id)).toBeGreaterThan(50)
    expect(scores.get(flat.team.id)).toBeLessThan(20)
    expect(scores.get(broken.team.id)).toBeNull()
    const finalists = new Set([good, flat, broken].map((one) => one.team.id))
    const data = await dataOf(core.db, contest.id, task.code)
    const board = await boardOf(
      core,
      contest,
      { task, data },
      { of: 'public', finalists, team: flat.team.id },
    )
    expect(board.rows.map(({ rank, mine, score }) => [rank, mine, score === null])).toEqual([
      [1, false, false],
      [2, true, false],
      [3, false, true],
    ])
    // Blind: the own name and nobody else's.
    expect(JSON.stringify(board)).not.toMatch(/good|broken/)
    expect(JSON.stringify(board)).not.toContain(good.team.id)
    const whole = await boardOf(core, contest, { task, data }, { of: 'private', finalists, team: null })
    expect(whole.rows.map(({ name }) => name)).toEqual(['good', 'flat', 'broken'])
  })

  test('fair turns: a team with a run behind it lets the other go first', async () => {
    const { core, scoring, team, handedIn, answered, runs } = await open()
    const [one, other] = [await team(), await team()]
    const [first, second] = [await handedIn(one, 'x'), await handedIn(other, 'x')]
    await answered(one, first)
    const later = await askRun(core, one, first)
    const before = await askRun(core, other, second)
    play.now = () => new Promise(() => {})
    await scoring.tick()
    const running = (await runs()).filter(({ state }) => state === 'running')
    expect(running.map(({ id }) => id)).toEqual([before])
    expect(running.map(({ id }) => id)).not.toContain(later)
  })
})

test('what is kept is noise without its key, and goes with the contest', async () => {
  const { core, contest, team, handedIn, answered } = await open()
  const asker = await team()
  await answered(asker, await handedIn(asker, 'print("our idea")'))
  const folder = join(core.home, 'contest/scoring')
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
  for (const { parentPath, name } of await files())
    expect((await readFile(join(parentPath, name))).toString('latin1')).not.toMatch(/our idea|age,level|S000/)
  for (const { list, destroy } of scoringDestroyers) {
    const held = await list(core, contest.id, null, 100)
    expect(held.length).toBeGreaterThan(0)
    await destroy(
      core,
      contest.id,
      held.map(({ id }) => id),
    )
    expect(await list(core, contest.id, null, 100)).toEqual([])
  }
  expect(await files()).toEqual([])
  expect((await hiddenScores(core.db, contest.id)).get(asker.team.id)).toBeGreaterThan(0)
})
