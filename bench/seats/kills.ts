import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeatView } from '../../src/use/sandbox/model.ts'
import { type Client, demoClient } from '../../test/support/client.ts'
import type { ServerProcess } from '../../test/support/server.ts'
import type { Measure } from '../run.ts'
import { descendants } from './processes.ts'
import { cell, entered, type Team } from './team.ts'

const PATIENCE_MS = 120_000
const LOOKED_AT = 20
const KILLED = 10
/** What a seat wrote is sealed outside of it within a minute, or when it is quiet for a quarter of one. */
const SEALED_MS = 90_000

/**
 * kill -9 while all seats run a cell: of ten seats, of the warm parent, of the server. What the others notice, how long
 * until all is back, and whether what was saved is there.
 */
export async function killAll(
  server: ServerProcess,
  lead: Client,
  teams: readonly Team[],
  start: () => Promise<ServerProcess>,
): Promise<{ server: ServerProcess; measures: Measure[] }> {
  for (const team of teams) await cell(lead, team, { code: `open('kept.txt', 'w').write('${team.id}')` })
  await sleep(SEALED_MS)
  const running = teams.map((team) =>
    cell(lead, team, { code: 'import time\ntime.sleep(8)\n6 * 7' }).catch(() => null),
  )
  await sleep(2000)
  // Two processes of each seat bear the name: the outer one and its init.
  const killed = (await named(server.pid, /^bwrap$/)).slice(0, 2 * KILLED)
  for (const pid of killed) process.kill(pid, 'SIGKILL')
  const warm = await lined(server.pid, /warm\.py/)
  if (warm.length > 0) process.kill(warm[0]!, 'SIGKILL')
  const states = await Promise.all(running)
  const ok = states.filter((view) => view?.state === 'ok').length
  const seats = await Promise.all(teams.map(({ id }) => lead.get<SeatView>(`/seats/${id}`)))
  const fallen = seats.filter(({ state }) => state !== 'live').length
  const again = performance.now()
  for (const team of teams.filter((_, at) => seats[at]!.state !== 'live')) await entered(lead, team.id)
  const back = performance.now() - again

  const pids = (await descendants(server.pid)).length
  const began = performance.now()
  await server.kill()
  const next = await start()
  const up = performance.now() - began
  const client = await demoClient(next.origin, 'team-a-lead')
  const after = await Promise.all(teams.map(({ id }) => client.get<SeatView>(`/seats/${id}`)))
  const asleep = after.filter(({ state, problem }) => state === 'asleep' && problem !== null).length
  let kept = 0
  for (const team of teams.slice(0, LOOKED_AT)) {
    await until(async () => {
      await entered(client, team.id)
      return true
    })
    const { outputs } = await cell(client, team, { code: `print(open('kept.txt').read())` })
    if (JSON.stringify(outputs).includes(team.id)) kept++
  }
  return {
    server: next,
    measures: [
      {
        name: 'cells that ended well while seats and the warm parent were killed',
        value: ok,
        unit: 'cells',
        note: `of ${teams.length}; ${killed.length} processes of seats were killed, ${fallen} seats fell`,
      },
      {
        name: 'until the killed seats were live again',
        value: back / 1000,
        unit: 's',
        note: 'one after the other',
      },
      {
        name: 'server up again after kill -9',
        value: up / 1000,
        unit: 's',
        note: `with ${pids} processes below it; ready to serve`,
      },
      {
        name: 'seats that say what was lost after it',
        value: asleep,
        unit: 'seats',
        note: `of ${teams.length}: asleep, with the reason`,
      },
      {
        name: 'seats with the files that they had saved',
        value: kept,
        unit: 'seats',
        note: `of the ${Math.min(LOOKED_AT, teams.length)} looked at; files are sealed at sleep and in turns while awake`,
      },
    ],
  }
}

async function named(root: number, pattern: RegExp): Promise<number[]> {
  return which(root, 'comm', pattern)
}
const lined = (root: number, pattern: RegExp) => which(root, 'cmdline', pattern)

async function which(root: number, file: 'comm' | 'cmdline', pattern: RegExp): Promise<number[]> {
  const found: number[] = []
  for (const pid of await descendants(root)) {
    const text = await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
    if (pattern.test(text.trim().replaceAll('\0', ' '))) found.push(pid)
  }
  return found
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; await sleep(100))
    if (await done()) return
  throw new Error('waited in vain')
}
