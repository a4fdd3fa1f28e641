import { writeSync } from 'node:fs'
import { pino } from 'pino'
import { createEventBus } from '../../../kernel/events.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { systemRandom } from '../../../kernel/random.ts'
import { Config } from '../../../platform/config/index.ts'
import { openDatabase } from '../../../platform/postgres/index.ts'
import { type Core, createEvidence } from '../../../safeguard/evidence/index.ts'
import { submitSheet } from './sheets.ts'
import { turnOnStage } from './turns.ts'

/**
 * A server of its own that takes judges' sheets until it is killed: `node kill.fixture.ts <home> <url> <contest> <user>…`.
 * Writes the user of each sheet that was answered.
 */
const [home, url, contestId, ...users] = process.argv.slice(2) as [string, string, string, ...string[]]
const log = pino({ level: 'silent' })
const { db } = await openDatabase({ url, log, poolSize: 8 })
const config = Config.parse({})
const base = { home, clock: systemClock, random: systemRandom, log, db, config }
const evidence = await createEvidence(base, { databaseUrl: url })
const core = { ...base, events: createEventBus(() => {}), evidence } as unknown as Core
const turn = (await turnOnStage(db, contestId))!

await Promise.all(
  users.map(async (userId, at) => {
    const judge: UserActor = { kind: 'user', userId, participantId: userId, roles: ['expert'] }
    const scores = { value: at % 100, talk: at % 10 }
    await submitSheet(core, judge, contestId, { turnId: turn.id, scores, comment: '' })
    writeSync(1, `${userId}\n`)
  }),
)
// Killed by who started it; ending by itself is a failure of the test.
