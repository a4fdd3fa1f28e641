import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { UserActor } from '../../../kernel/actor.ts'
import { runSpace } from '../../run/run.fixture.ts'
import { createServer } from '../../../platform/http/index.ts'
import { historyRoutes } from './index.ts'

test('a budget is told in steps of 5 % to the bodies of the project and to auditors, to nobody else', async () => {
  const space = await runSpace()
  try {
    const { core } = space
    const contract = await space.contract()
    const { projectId } = contract.terms
    const run = { run_id: randomUUID(), project_id: projectId, file: 'a.seg', digest: '00', bytes: 10 }
    await core.db
      .insertInto('history_segment')
      .values({ ...run, cells: 7, exposure: 0.31, created_at: 1 })
      .execute()
    let actor: UserActor = space.asker
    const app = await createServer({
      log: core.log,
      version: 'test',
      bodyLimitBytes: 1024,
      ratePerMinute: 1000,
      trustedProxies: [],
      authenticate: async () => actor,
      isSameOrigin: () => true,
    })
    historyRoutes(app, core)
    const ask = async (as: UserActor) => {
      actor = as
      const answer = await app.inject({ method: 'GET', url: `/api/projects/${projectId}/budget` })
      return answer.statusCode === 200 ? answer.json<object>() : answer.statusCode
    }
    const told = { projectId, exposurePercent: 10, cellsPercent: 5, closed: false, auditedAt: null }
    expect(await ask(space.asker)).toEqual(told)
    expect(await ask(space.officer('bureau'))).toEqual(told)
    expect(await ask({ ...space.asker, participantId: randomUUID() })).toBe(404)
    expect(await ask({ ...space.asker, participantId: randomUUID(), roles: ['auditor'] })).toEqual(told)
    await app.close()
  } finally {
    await space.stop()
  }
})
