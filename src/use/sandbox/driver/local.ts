import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Logger } from 'pino'
import type { Clock } from '../../../kernel/clock.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { suite } from '../../../safeguard/crypto/index.ts'
import type { Isolation, SandboxDriver, SeatAlarm, SeatBox, SeatSpec } from './driver.ts'
import { findSeatGroups, type SeatGroup, type SeatGroups } from './groups.ts'
import { enterSeat, type Place } from './inside.ts'
import { lookFromInside } from './isolation.ts'
import { checkPrograms } from './programs.ts'
import { LocalSeat } from './seat.ts'
import { createShells, type Shells } from './shells.ts'
import { turns } from './turns.ts'
import { ungrouped } from './ungrouped.ts'
import { type Warm, warmParent } from './warm.ts'

const RUNTIME_PREFIX = 'xinyu-seats-'
const RUNTIME_NOTE = 'seats.run'
/** Between the ranges that systems hand out and the end of signed numbers; each data folder gets a block of its own. */
const FIRST_UID = 1_880_000_000
const BLOCK = 65_536
const BLOCKS = 4000
/** Seats that are opened side by side. */
const OPENING = 6

export interface LocalOptions {
  /** Absolute data folder; the caller holds its lock. */
  readonly home: string
  readonly log: Logger
  readonly clock: Clock
  readonly alarm?: (alarm: SeatAlarm) => void
}

interface Running {
  readonly warm: Warm
  readonly shells: Shells
  readonly groups: SeatGroups | null
}

/** Seats as processes of this machine. Nothing is started before the first use. */
export function createLocalDriver(options: LocalOptions): SandboxDriver {
  const { home, log } = options
  const root = process.getuid?.() === 0
  const uidBase = FIRST_UID + (suite().hash.of(home).readUInt32BE(0) % BLOCKS) * BLOCK
  const seats = new Map<number, LocalSeat | null>()
  const opening = turns(OPENING)
  let started: Promise<Running> | null = null
  let looked: Promise<Isolation> | null = null
  let stopped = false

  const start = async (): Promise<Running> => {
    checkPrograms()
    const runtime = makeRuntime(home)
    const cache = join(home, 'cache', 'matplotlib')
    mkdirSync(join(home, 'cache'), { recursive: true, mode: 0o700 })
    const tried = (seatId: string, call: string) => options.alarm?.({ seatId, what: `syscall:${call}` })
    const warm = warmParent({ runtime, cache, log, tried })
    return { warm, shells: createShells(log), groups: await findSeatGroups() }
  }
  const running = (): Promise<Running> => {
    started ??= start().catch((error: unknown) => {
      started = null
      throw error
    })
    return started
  }

  const openSeat = async (spec: SeatSpec): Promise<LocalSeat> => {
    if (stopped) throw new XinyuError('SEAT_OPEN_FAILED', { why: 'stopped' })
    if (spec.slot < 0 || spec.slot >= BLOCK || seats.has(spec.slot))
      throw new XinyuError('SEAT_OPEN_FAILED', { why: `slot ${spec.slot} is taken` })
    seats.set(spec.slot, null)
    try {
      const parts = await running()
      const seat = await opening(() => assemble(spec, parts))
      if (stopped) {
        await seat.close('driver')
        throw new XinyuError('SEAT_OPEN_FAILED', { why: 'stopped' })
      }
      seats.set(spec.slot, seat)
      void seat.closed.then(() => seats.delete(spec.slot))
      return seat
    } catch (error) {
      seats.delete(spec.slot)
      throw error
    }
  }

  const assemble = async (spec: SeatSpec, { warm, shells, groups }: Running): Promise<LocalSeat> => {
    const group = groups ? await groups.seat(`s${spec.slot}`, spec.limits) : ungrouped()
    const uid = root ? uidBase + spec.slot : null
    const binds = bindsOf(spec)
    // The warm parent writes the filter when it is ready, and bubblewrap reads it.
    await warm.ready()
    const outline = { uid, hostname: `seat-${spec.slot}`, filter: warm.filter, binds: root ? [] : binds }
    const shell = await shells.start(outline).catch(async (error: unknown) => {
      await group.remove()
      throw error
    })
    const place: Place = {
      seatId: spec.seatId,
      warm,
      group,
      init: shell.init,
      uid,
      limits: spec.limits,
      env: environment(spec),
      path: pathOf(spec),
      alarm: (what) => options.alarm?.({ seatId: spec.seatId, what }),
      watch: watchForks(group, () => options.alarm?.({ seatId: spec.seatId, what: 'processes' })),
    }
    const seat = new LocalSeat(place, shell)
    try {
      await group.take(shell.pid)
      await group.take(shell.init)
      await shell.go()
      const prepared = await enterSeat(place, 'prepare', { binds: root ? binds : [] })
      await prepared.end()
      if (spec.files) await seat.restore(spec.files)
      return seat
    } catch (error) {
      await seat.close()
      throw error
    }
  }

  const isolation = (): Promise<Isolation> => {
    looked ??= lookFromInside({
      open: openSeat,
      groups: async () => (await running()).groups,
      root,
      slot: BLOCK - 1,
    }).then((found) => {
      // What is missing may be installed, and a machine may have been too busy: asked again, it is tried again.
      if (found.level === 'none') looked = null
      return found
    })
    return looked
  }

  return {
    name: 'local',
    isolation,
    async open(spec): Promise<SeatBox> {
      const found = await isolation()
      if (found.level === 'none') throw notIsolated(found)
      return openSeat(spec)
    },
    async stop() {
      stopped = true
      for (const seat of seats.values()) void seat?.close('driver')
      await Promise.all([...seats.values()].flatMap((seat) => (seat ? [seat.closed] : [])))
      const parts = await started?.catch(() => null)
      if (!parts) return
      await Promise.all([parts.warm.stop(), parts.shells.stop()])
      await parts.groups?.remove()
      removeRuntime(home)
    },
  }
}

/** A fork bomb is known by the forks that the group refused. */
function watchForks(group: SeatGroup, alarm: () => void): () => Promise<void> {
  let known = 0
  return async () => {
    const refused = await group.forksRefused()
    if (refused > known) alarm()
    known = refused
  }
}

function notIsolated(found: Isolation): XinyuError {
  const wrong = found.parts.filter(({ ok, name }) => !ok && name !== 'r')
  const say = (language: 'zh' | 'en') => wrong.map((part) => part[language]).join('; ')
  return new XinyuError('SEAT_NOT_ISOLATED', {
    whyZh: say('zh'),
    why: say('en'),
    fix: found.fix ?? 'xinyu doctor',
  })
}

const bindsOf = (spec: SeatSpec) => [
  ...(spec.tables === null ? [] : [{ from: spec.tables, to: '/tables' }]),
  ...(spec.own === null ? [] : [{ from: spec.own, to: '/own' }]),
  ...spec.packages.map((from, i) => ({ from, to: `/packages/${i}` })),
]
const pathOf = (spec: SeatSpec) => ['/work', ...spec.packages.map((_, i) => `/packages/${i}`)]

const environment = (spec: SeatSpec): Record<string, string> => ({
  PATH: '/usr/bin:/bin',
  HOME: '/work',
  USER: 'seat',
  LANG: 'C.UTF-8',
  TZ: 'Asia/Shanghai',
  TMPDIR: '/tmp',
  MPLBACKEND: 'Agg',
  MPLCONFIGDIR: '/tmp/.matplotlib',
  XDG_CACHE_HOME: '/tmp/.cache',
  PYTHONPATH: pathOf(spec).slice(1).join(':'),
  PYTHONDONTWRITEBYTECODE: '1',
  JOBLIB_MULTIPROCESSING: '0',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
})

/** Socket paths are limited to about 100 bytes, so they do not lie in the data folder; what a kill left behind goes. */
function makeRuntime(home: string): string {
  removeRuntime(home)
  const folder = mkdtempSync(join(tmpdir(), RUNTIME_PREFIX))
  chmodSync(folder, 0o700)
  writeFileSync(join(home, RUNTIME_NOTE), folder, { mode: 0o600 })
  return folder
}

function removeRuntime(home: string): void {
  const note = join(home, RUNTIME_NOTE)
  if (!existsSync(note)) return
  const folder = readFileSync(note, 'utf8')
  if (basename(folder).startsWith(RUNTIME_PREFIX)) rmSync(folder, { recursive: true, force: true })
  rmSync(note)
}
