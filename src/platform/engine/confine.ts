import { execFile } from 'node:child_process'
import { access, constants, mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

export type MemoryMode = 'cgroup2' | 'cgroup1' | 'rlimit' | 'none'

/** The hard limit on one child's memory. */
export interface Cage {
  /** True when the kernel killed the child for memory. */
  killedForMemory(): Promise<boolean>
  /** Called after the child is gone. */
  open(): Promise<void>
}

export interface Confinement {
  readonly mode: MemoryMode
  readonly notes: readonly string[]
  cage(pid: number, bytes: number): Promise<Cage>
}

const PREFIX = 'xinyu-engine-'
const exec = promisify(execFile)
const text = (path: string) => readFile(path, 'utf8').catch(() => '')

/** Finds what confines memory here: cgroup v2, else v1, else RLIMIT_DATA by prlimit. It is tried, not guessed. */
export async function findConfinement(): Promise<Confinement> {
  const lines = (await text('/proc/self/cgroup')).trim().split('\n')
  const v2 = await findV2(lines)
  if (v2)
    return cgroups('cgroup2', v2, { limit: 'memory.max', swap: 'memory.swap.max', events: 'memory.events' })
  const v1 = await findV1(lines)
  if (v1) {
    const files = {
      limit: 'memory.limit_in_bytes',
      swap: 'memory.memsw.limit_in_bytes',
      events: 'memory.oom_control',
    }
    return cgroups('cgroup1', v1, files)
  }
  if (await hasPrlimit()) return rlimits()
  return {
    mode: 'none',
    notes: ['neither cgroups nor prlimit: only the engine keeps to its memory limit'],
    cage: async () => free,
  }
}

const free: Cage = { killedForMemory: async () => false, open: async () => {} }

async function findV2(lines: readonly string[]): Promise<string | null> {
  const own = lines.find((line) => line.startsWith('0::'))?.slice(3)
  if (own === undefined) return null
  const mine = join('/sys/fs/cgroup', own)
  // Beside us where we may (a delegated slice), else below us where the root group lets processes have siblings.
  for (const base of [dirname(mine), mine]) {
    if (!base.startsWith('/sys/fs/cgroup')) continue
    if (!(await text(join(base, 'cgroup.subtree_control'))).split(/\s/).includes('memory')) continue
    if (await writable(base)) return base
  }
  return null
}

async function findV1(lines: readonly string[]): Promise<string | null> {
  const own = lines
    .map((line) => line.split(':'))
    .find((parts) => parts[1]?.split(',').includes('memory'))?.[2]
  if (own === undefined) return null
  const base = join('/sys/fs/cgroup/memory', own)
  return (await writable(base)) ? base : null
}

async function writable(base: string): Promise<boolean> {
  const probe = join(base, `${PREFIX}${process.pid}-probe`)
  try {
    await mkdir(probe)
    await rmdir(probe)
    return true
  } catch {
    return false
  }
}

interface GroupFiles {
  readonly limit: string
  readonly swap: string
  readonly events: string
}

async function cgroups(mode: 'cgroup2' | 'cgroup1', base: string, files: GroupFiles): Promise<Confinement> {
  await sweep(base)
  let count = 0
  return {
    mode,
    notes: [`memory groups below ${base}`],
    async cage(pid, bytes) {
      const group = join(base, `${PREFIX}${process.pid}-${++count}`)
      await mkdir(group)
      await writeFile(join(group, files.limit), String(bytes))
      await writeFile(join(group, files.swap), String(mode === 'cgroup2' ? 0 : bytes)).catch(() => {})
      await writeFile(join(group, 'cgroup.procs'), String(pid))
      return {
        killedForMemory: async () => /^oom_kill [1-9]/m.test(await text(join(group, files.events))),
        open: () => remove(group),
      }
    },
  }
}

/** The kernel lets a group go only some moments after its last process. */
async function remove(group: string): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const gone = await rmdir(group).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    )
    if (gone) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Groups that a killed server left behind are empty by now. */
async function sweep(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : 0
    if (pid > 0 && pid !== process.pid && !(await exists(`/proc/${pid}`)))
      await rmdir(join(base, name)).catch(() => {})
  }
}

const exists = (path: string) =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  )

const hasPrlimit = () =>
  exec('prlimit', ['--version']).then(
    () => process.platform === 'linux',
    () => false,
  )

/** RLIMIT_DATA: private writable memory of the process. Exported for its test, since the others come first. */
export function rlimits(): Confinement {
  return {
    mode: 'rlimit',
    notes: ['memory groups are not writable: RLIMIT_DATA by prlimit'],
    async cage(pid, bytes) {
      // Node maps far more than it touches (stacks, code): the limit counts from where the child stands now.
      const mapped = Number(/^VmData:\s+(\d+) kB/m.exec(await text(`/proc/${pid}/status`))?.[1] ?? 0) * 1024
      const limit = mapped + bytes
      await exec('prlimit', ['--pid', String(pid), `--data=${limit}:${limit}`])
      return free
    },
  }
}
