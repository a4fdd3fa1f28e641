import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findGroupBase, type GroupBase, groupText, removeGroup, sweepGroups } from '../cgroups/index.ts'

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
/** Over all engines of this process: a group of one that ended may stand for a moment longer. */
let count = 0

/** Finds what confines memory here: cgroup v2, else v1, else RLIMIT_DATA by prlimit. It is tried, not guessed. */
export async function findConfinement(): Promise<Confinement> {
  const found = await findGroupBase(['memory'])
  if (found) return cgroups(found)
  if (await hasPrlimit()) return rlimits()
  return {
    mode: 'none',
    notes: ['neither cgroups nor prlimit: only the engine keeps to its memory limit'],
    cage: async () => free,
  }
}

const free: Cage = { killedForMemory: async () => false, open: async () => {} }

const FILES = {
  1: { limit: 'memory.limit_in_bytes', swap: 'memory.memsw.limit_in_bytes', events: 'memory.oom_control' },
  2: { limit: 'memory.max', swap: 'memory.swap.max', events: 'memory.events' },
} as const

async function cgroups({ version, folder }: GroupBase): Promise<Confinement> {
  const base = folder.memory!
  const files = FILES[version]
  await sweepGroups(base, PREFIX)
  return {
    mode: `cgroup${version}`,
    notes: [`memory groups below ${base}`],
    async cage(pid, bytes) {
      const group = join(base, `${PREFIX}${process.pid}-${++count}`)
      await mkdir(group)
      await writeFile(join(group, files.limit), String(bytes))
      await writeFile(join(group, files.swap), String(version === 2 ? 0 : bytes)).catch(() => {})
      await writeFile(join(group, 'cgroup.procs'), String(pid))
      return {
        killedForMemory: async () => /^oom_kill [1-9]/m.test(await groupText(join(group, files.events))),
        open: () => removeGroup(group),
      }
    },
  }
}

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
      const mapped =
        Number(/^VmData:\s+(\d+) kB/m.exec(await groupText(`/proc/${pid}/status`))?.[1] ?? 0) * 1024
      const limit = mapped + bytes
      await exec('prlimit', ['--pid', String(pid), `--data=${limit}:${limit}`])
      return free
    },
  }
}
