import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ContestPorts, type ContestTools, registerContest } from '../contest/index.ts'
import { createEntrantDoor, demoRealName } from '../contest/entry/index.ts'
import { goesOn } from '../contest/judging/index.ts'
import type { Core } from '../safeguard/evidence/index.ts'
import type { Runs } from '../use/run/index.ts'
import { createLocalDriver, type Sandbox, type SandboxDriver } from '../use/sandbox/index.ts'
import type { Space } from '../safeguard/space/index.ts'
import { finalPorts } from './contest-final.ts'

/** What of the space the contest is wired to. Rooms of `use` are added here where a port needs them. */
export interface ContestHouse {
  readonly core: Core
  readonly space: Space
  readonly runs: Runs
  readonly sandbox: Sandbox
}

/** The contest with what it asks of rooms that it does not know. */
export function wireContest({ core, space }: ContestHouse): ContestTools {
  const ports: ContestPorts = {
    demo: space.demo,
    spaceName: `${space.nameZh} ${space.nameEn}`,
    // No gateway and no real-name service is part of this program: a licensed space connects its own here.
    texting: null,
    realName: space.demo ? demoRealName : null,
    goesOn: (contestId, round) => goesOn(core, contestId, round),
    final: finalPorts(core),
    trials: trialSeats(core),
  }
  const tools: ContestTools = { core, door: createEntrantDoor(core, ports), ports }
  registerContest(tools)
  return tools
}

/** Seats apart from those that teams work in: another folder, other system users, another parent process. */
function trialSeats({ home, log, clock }: Core): SandboxDriver {
  const folder = join(home, 'contest', 'seats')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return createLocalDriver({
    home: folder,
    log,
    clock,
    alarm: ({ seatId, what }) =>
      log.warn({ seat: seatId, what }, 'a program that is scored tried to get out'),
  })
}
