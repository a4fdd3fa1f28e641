import { expect, test } from 'vitest'
import type { JobContext } from '../../../platform/jobs/index.ts'
import { afterSpace } from '../after.fixture.ts'
import { checkList, proposeList } from '../awards/actions.ts'
import { publishDue } from '../awards/publish.ts'
import { issueCertificates } from './job.ts'

const TEAMS = 12
const HOUR = 3_600_000

test('two jobs at once make each certificate once, and neither fails', { timeout: 120_000 }, async () => {
  const space = await afterSpace()
  try {
    const { after, core, first, second, clock } = space
    const contest = await space.contest({
      change: (scheme) => ({ ...scheme, awards: [{ ...scheme.awards[0]!, count: TEAMS, per: 'contest' }] }),
    })
    await space.ranked(
      contest,
      Array.from({ length: TEAMS }, (_, at) => ({ rank: at + 1 })),
    )
    const listId = await proposeList(after, first, contest.id, { exclusions: [], decisions: [] })
    const moment = { publishAt: clock.now() + HOUR, origin: 'https://space.example' }
    await checkList(after, second, contest.id, listId, moment)
    clock.advance(HOUR)
    await publishDue(after)
    const job = () => {
      const context = {
        input: { contestId: contest.id },
        signal: new AbortController().signal,
        progress() {},
      }
      return issueCertificates(after, context as unknown as JobContext<{ contestId: string }>)
    }
    const done = await Promise.all([job(), job(), job()])
    expect(done.reduce((sum, { issued }) => sum + issued, 0)).toBe(TEAMS)
    const kept = await core.db.selectFrom('contest_certificate').select('award_id').execute()
    expect(kept).toHaveLength(TEAMS)
  } finally {
    await space.stop()
  }
})
