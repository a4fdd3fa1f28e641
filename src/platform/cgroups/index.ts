import { access, constants, mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export type Controller = 'memory' | 'cpu' | 'cpuacct' | 'pids'

/** Where this process may make groups. Version 1 has a tree for each controller, version 2 one for all. */
export interface GroupBase {
  readonly version: 1 | 2
  readonly folder: Readonly<Record<string, string>>
}

const ROOT = '/sys/fs/cgroup'
export const groupText = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')

/** Finds where groups with all of these controllers can be made; each place is tried. Null: nowhere. */
export async function findGroupBase(controllers: readonly Controller[]): Promise<GroupBase | null> {
  const lines = (await groupText('/proc/self/cgroup')).trim().split('\n')
  return (await findV2(lines, controllers)) ?? (await findV1(lines, controllers))
}

async function findV2(
  lines: readonly string[],
  controllers: readonly Controller[],
): Promise<GroupBase | null> {
  const own = lines.find((line) => line.startsWith('0::'))?.slice(3)
  if (own === undefined) return null
  const mine = join(ROOT, own)
  // Beside us where we may (a delegated slice), else below us where the root group lets processes have siblings.
  for (const base of [dirname(mine), mine, ROOT]) {
    if (!base.startsWith(ROOT)) continue
    if ((await enabled(base, controllers)) && (await writable(base)))
      return { version: 2, folder: Object.fromEntries(controllers.map((name) => [name, base])) }
  }
  return null
}

/** CPU time is counted in every group of version 2; the others must be switched on for the groups below. */
async function enabled(base: string, controllers: readonly Controller[]): Promise<boolean> {
  const file = join(base, 'cgroup.subtree_control')
  const wanted = controllers.filter((name) => name !== 'cpuacct')
  const has = async () => {
    const found = (await groupText(file)).split(/\s/)
    return wanted.every((name) => found.includes(name))
  }
  if (await has()) return true
  // With one controller alone nothing is switched on for the sake of it: the limit by prlimit serves as well.
  if (wanted.length < 2) return false
  await writeFile(file, wanted.map((name) => `+${name}`).join(' ')).catch(() => {})
  return has()
}

async function findV1(
  lines: readonly string[],
  controllers: readonly Controller[],
): Promise<GroupBase | null> {
  const folder: Record<string, string> = {}
  for (const name of controllers) {
    const own = lines.map((line) => line.split(':')).find((parts) => parts[1]?.split(',').includes(name))?.[2]
    if (own === undefined) return null
    const base = join(ROOT, name, own)
    if (!(await writable(base))) return null
    folder[name] = base
  }
  return { version: 1, folder }
}

let probes = 0

async function writable(base: string): Promise<boolean> {
  // Two of this process that look at the same moment do not take each other's group for a refusal.
  const probe = join(base, `xinyu-probe-${process.pid}-${++probes}`)
  try {
    await mkdir(probe)
    await rmdir(probe)
    return true
  } catch {
    return false
  }
}

/** The kernel lets a group go only some moments after its last process. */
export async function removeGroup(group: string): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const gone = await rmdir(group).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    )
    if (gone) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Groups `<prefix><pid>-…` whose server was killed, with those below them; their processes are ended first. */
export async function sweepGroups(base: string, prefix: string): Promise<void> {
  for (const name of await readdir(base).catch(() => [])) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : 0
    if (pid > 0 && pid !== process.pid && !(await exists(`/proc/${pid}`))) await sweep(join(base, name))
  }
}

async function sweep(group: string): Promise<void> {
  const entries = await readdir(group, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) if (entry.isDirectory()) await sweep(join(group, entry.name))
  await endProcesses(group)
  await removeGroup(group)
}

/** Ends every process in a group, also while they fork. */
export async function endProcesses(group: string): Promise<void> {
  if (
    await writeFile(join(group, 'cgroup.kill'), '1').then(
      () => true,
      () => false,
    )
  )
    return
  // Version 1 has no such switch: no more forks, then one after the other until none is left.
  await writeFile(join(group, 'pids.max'), '0').catch(() => {})
  for (let tries = 0; tries < 200; tries++) {
    const pids = (await groupText(join(group, 'cgroup.procs'))).split('\n').filter(Boolean).map(Number)
    if (pids.length === 0) return
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {}
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const exists = (path: string) =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
