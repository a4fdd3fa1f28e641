import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fsck } from '../../../safeguard/evidence/index.ts'
import { takeFinalists } from '../admission/take.ts'
import { commitDraw, makeDraw } from '../draw/actions.ts'
import { finalSpace, makeJudges, preside } from '../final.fixture.ts'
import { moveStage } from './actions.ts'
import { turnsOf } from './turns.ts'
import { hallView } from './views.ts'

const JUDGES = 16
const ANSWERED = 5

/** Starts the server that takes sheets and kills it in the middle; returns the judges whose sheet it had answered. */
function killedServer(
  home: string,
  url: string,
  contestId: string,
  users: readonly string[],
): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const file = join(import.meta.dirname, 'kill.fixture.ts')
    const child = spawn(process.execPath, [file, home, url, contestId, ...users])
    let [output, errors] = ['', '']
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString()
      if (output.split('\n').length > ANSWERED) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the server ended by itself: ${errors}`))
      resolve(output.split('\n').slice(0, -1))
    })
  })
}

// A second process starts and recovers a log: longer than a unit test on a machine that is busy.
const LONG = { timeout: 60_000 }

test(
  'SIGKILL while judges hand in: no sheet that was answered is lost, and the clock goes on',
  LONG,
  async () => {
    const space = await finalSpace(1)
    const { core, contest, officer, clock } = space
    try {
      await takeFinalists(core, officer, contest.id)
      await preside(core, contest, officer)
      await commitDraw(core, officer, contest.id, 'contest')
      await makeDraw(core, officer, contest.id, [])
      const judges = await makeJudges(core, contest, JUDGES)
      const [turn] = await turnsOf(core.db, contest.id)
      await moveStage(core, officer, contest.id, { turnId: turn!.id, seq: 0, move: 'start' })
      await core.evidence.stop()

      const users = judges.map(({ userId }) => userId)
      const answered = await killedServer(space.home, space.url, contest.id, users)
      expect(answered.length).toBeGreaterThanOrEqual(ANSWERED)
      const rows = await core.db
        .selectFrom('contest_live_score')
        .select(['user_id', 'scores'])
        .where('state', '=', 'submitted')
        .execute()
      const kept = new Map(rows.map((row) => [row.user_id, row.scores]))
      for (const userId of answered) {
        const at = users.indexOf(userId)
        expect(kept.get(userId)).toEqual({ value: at % 100, talk: at % 10 })
      }
      // Each of them stands in the log too; what was killed before its place in the log gets it at the next start.
      expect((await fsck(space.home, core.db)).problems).toEqual([])
      clock.advance(61_000)
      expect((await hallView(core, contest)).current!.clock).toMatchObject({
        present: 539_000,
        running: true,
      })
    } finally {
      await space.stop().catch(() => {})
    }
  },
)
