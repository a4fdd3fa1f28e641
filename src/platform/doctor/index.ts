import type { Db } from '../postgres/index.ts'
import { checkClock, checkDisk, checkMemoryLimit, checkNamespaces, checkPostgres } from './machine.ts'
import { type DoctorCheck, degraded, type Finding } from './model.ts'
import { checkSeats, type SeatIsolation } from './seats.ts'
import { checkBubblewrap, checkChromium, checkFonts, checkNode, checkPython } from './programs.ts'

export { degraded, type DoctorCheck, type Finding, missing, ok } from './model.ts'
export type { SeatIsolation } from './seats.ts'
export { CHROMIUM } from './programs.ts'
export { aptLine, findProgram } from './probe.ts'

export interface DoctorOptions {
  /** Absolute path of the data folder; may not exist yet. */
  readonly home: string
  /** ms since 1970. */
  readonly now: number
  readonly db?: Db | undefined
  readonly databaseKind?: 'own' | 'child' | undefined
  /** What `engine.confinement()` says. */
  readonly confinement?: { readonly memory: string; readonly notes: readonly string[] } | undefined
  /** What the driver of seats found when it opened one and looked from inside; null: it is still looking. */
  readonly seats?: (() => Promise<SeatIsolation | null>) | undefined
  /** What rooms above the platform found, by the id of the check. */
  readonly rooms?: (() => Promise<Readonly<Record<string, Finding>>>) | undefined
}

/** What is present, degraded and missing on this machine. Never throws: a check that fails says so. Takes under 6 s. */
export async function doctor(options: DoctorOptions): Promise<DoctorCheck[]> {
  const { home, now, db, databaseKind, confinement, seats } = options
  const checks: Record<string, () => Finding | Promise<Finding>> = {
    node: () => checkNode(),
    postgres: () => checkPostgres({ db, kind: databaseKind }),
    'user-namespace': () => checkNamespaces(),
    ...(confinement && { 'memory-limit': () => checkMemoryLimit(confinement) }),
    disk: () => checkDisk(home),
    clock: () => checkClock(now, db),
    bubblewrap: () => checkBubblewrap(),
    python: () => checkPython(),
    ...(seats && { seats: async () => checkSeats(await seats()) }),
    chromium: () => checkChromium(),
    'cjk-fonts': () => checkFonts(),
  }
  const own = Object.entries(checks).map(async ([id, check]) => ({ id, ...(await found(check)) }))
  return [...(await Promise.all(own)), ...(await ofRooms(options))]
}

async function ofRooms({ rooms }: DoctorOptions): Promise<DoctorCheck[]> {
  try {
    return Object.entries((await rooms?.()) ?? {}).map(([id, finding]) => ({ id, ...finding }))
  } catch (error) {
    return [{ id: 'rooms', ...notChecked(error) }]
  }
}

async function found(check: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await check()
  } catch (error) {
    return notChecked(error)
  }
}

function notChecked(error: unknown): Finding {
  const why = (error as Error).message
  return degraded(`未能检查：${why}`, `could not be checked: ${why}`)
}
