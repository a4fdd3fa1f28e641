import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Controller,
  endProcesses,
  findGroupBase,
  type GroupBase,
  groupText,
  removeGroup,
  sweepGroups,
} from '../../../platform/cgroups/index.ts'
import type { SeatLimits } from './driver.ts'

const PREFIX = 'xinyu-seats-'
const CONTROLLERS = ['memory', 'cpu', 'cpuacct', 'pids'] as const satisfies readonly Controller[]
let count = 0

/** The groups of all seats of one server. */
export interface SeatGroups {
  readonly version: 1 | 2
  readonly where: string
  seat(name: string, limits: SeatLimits): Promise<SeatGroup>
  remove(): Promise<void>
}

/** What the kernel of the host enforces and counts for one seat. */
export interface SeatGroup {
  /** Puts a process of ours into it. */
  take(pid: number): Promise<void>
  /** A group below, so that a kernel or job ends with whatever it left running. */
  part(name: string): Promise<PartGroup>
  weigh(cpuWeight: number): Promise<void>
  memoryBytes(): Promise<number>
  processes(): Promise<number>
  cpuMs(): Promise<number>
  /** How often the kernel killed for memory here. */
  memoryKills(): Promise<number>
  /** How often a fork met the limit. */
  forksRefused(): Promise<number>
  remove(): Promise<void>
}

export interface PartGroup {
  /** Files that a process writes `0` into to enter. */
  readonly doors: readonly string[]
  cpuMs(): Promise<number>
  /** Ends every process in it, and what they forked. */
  end(): Promise<void>
}

/** Null: this machine offers no groups with memory, CPU and processes. */
export async function findSeatGroups(): Promise<SeatGroups | null> {
  const base = await findGroupBase(CONTROLLERS)
  if (!base) return null
  for (const folder of new Set(Object.values(base.folder))) await sweepGroups(folder, PREFIX)
  const name = `${PREFIX}${process.pid}-${++count}`
  const tops = foldersOf(base, name)
  for (const folder of unique(tops)) await mkdir(folder, { recursive: true })
  if (base.version === 2) await writeFile(join(tops.memory!, 'cgroup.subtree_control'), '+memory +cpu +pids')
  // All seats together count as two busy processes of the host: the server and its database answer meanwhile.
  if (base.version === 2) await writeFile(join(tops.cpu!, 'cpu.weight'), '200')
  else await writeFile(join(tops.cpu!, 'cpu.shares'), '2048')
  return {
    version: base.version,
    where: tops.memory!,
    async seat(seatName, limits) {
      const folders = foldersOf({ version: base.version, folder: tops }, seatName)
      for (const folder of unique(folders)) await mkdir(folder, { recursive: true })
      const group = base.version === 2 ? unified(folders.memory!) : trees(folders)
      await group.limit(limits)
      return group
    },
    remove: async () => {
      for (const folder of unique(tops)) await removeGroup(folder)
    },
  }
}

const foldersOf = (base: GroupBase, name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(base.folder).map(([controller, folder]) => [controller, join(folder, name)]),
  )
const unique = (folders: Record<string, string>) => [...new Set(Object.values(folders))]
const number = (text: string) => Number.parseInt(text, 10) || 0
const field = (text: string, name: string) =>
  number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? '0')

type Limited = SeatGroup & { limit(limits: SeatLimits): Promise<void> }

function unified(folder: string): Limited {
  const read = (name: string) => groupText(join(folder, name))
  const write = (name: string, value: number) => writeFile(join(folder, name), String(value))
  const parts = new Set<string>()
  const cpu = async (path: string) =>
    Math.round(field(await groupText(join(path, 'cpu.stat')), 'usage_usec') / 1000)
  const weigh = (weight: number) => write('cpu.weight', Math.min(10_000, Math.max(1, Math.round(weight))))
  return {
    async limit(limits) {
      await write('memory.max', limits.memoryBytes)
      await write('memory.swap.max', 0).catch(() => {})
      await write('pids.max', limits.processes)
      await weigh(limits.cpuWeight)
    },
    take: (pid) => write('cgroup.procs', pid),
    async part(name) {
      const path = join(folder, name)
      await mkdir(path)
      parts.add(path)
      return partOf([path], [path], () => cpu(path), parts)
    },
    weigh,
    memoryBytes: async () => number(await read('memory.current')),
    processes: async () => number(await read('pids.current')),
    cpuMs: () => cpu(folder),
    memoryKills: async () => field(await read('memory.events'), 'oom_kill'),
    forksRefused: async () => field(await read('pids.events'), 'max'),
    remove: () => removeAll(parts, [folder]),
  }
}

function trees(folders: Record<string, string>): Limited {
  const path = (controller: Controller, name: string) => join(folders[controller]!, name)
  const read = (controller: Controller, name: string) => groupText(path(controller, name))
  const write = (controller: Controller, name: string, value: number) =>
    writeFile(path(controller, name), String(value))
  const parts = new Set<string>()
  const cpu = async (folder: string) =>
    Math.round(number(await groupText(join(folder, 'cpuacct.usage'))) / 1e6)
  const weigh = (weight: number) =>
    write('cpu', 'cpu.shares', Math.min(262_144, Math.max(2, Math.round(weight * 10.24))))
  return {
    async limit(limits) {
      await write('memory', 'memory.limit_in_bytes', limits.memoryBytes)
      await write('memory', 'memory.memsw.limit_in_bytes', limits.memoryBytes).catch(() => {})
      await write('pids', 'pids.max', limits.processes)
      await weigh(limits.cpuWeight)
    },
    async take(pid) {
      for (const controller of CONTROLLERS) await write(controller, 'cgroup.procs', pid)
    },
    async part(name) {
      // Ended by the tree of processes and counted by that of CPU time; memory and weight are the whole seat's.
      const own = [path('pids', name), path('cpuacct', name)]
      for (const folder of own) {
        await mkdir(folder, { recursive: true })
        parts.add(folder)
      }
      const doors = [folders.memory!, folders.cpu!, own[1]!, own[0]!]
      return partOf(doors, own, () => cpu(own[1]!), parts)
    },
    weigh,
    memoryBytes: async () => number(await read('memory', 'memory.usage_in_bytes')),
    processes: async () => number(await read('pids', 'pids.current')),
    cpuMs: () => cpu(folders.cpuacct!),
    memoryKills: async () => field(await read('memory', 'memory.oom_control'), 'oom_kill'),
    forksRefused: async () => {
      // Version 1 counts where the fork was tried, not where the limit stands.
      let refused = 0
      for (const folder of [folders.pids!, ...parts])
        refused += field(await groupText(join(folder, 'pids.events')), 'max')
      return refused
    },
    remove: () => removeAll(parts, unique(folders)),
  }
}

function partOf(
  doors: readonly string[],
  own: readonly string[],
  cpuMs: () => Promise<number>,
  parts: Set<string>,
): PartGroup {
  return {
    doors: doors.map((folder) => join(folder, 'cgroup.procs')),
    cpuMs,
    async end() {
      await endProcesses(own[0]!)
      for (const folder of own) {
        await removeGroup(folder)
        parts.delete(folder)
      }
    },
  }
}

async function removeAll(parts: Set<string>, folders: readonly string[]): Promise<void> {
  for (const folder of [...parts, ...folders]) {
    await endProcesses(folder)
    await removeGroup(folder)
  }
}
