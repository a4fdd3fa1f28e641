import { readFileSync, readlinkSync } from 'node:fs'
import { z } from 'zod'
import { findProgram } from '../../../platform/doctor/index.ts'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import type { Isolation, SeatSpec } from './driver.ts'
import type { SeatGroups } from './groups.ts'
import type { LocalSeat } from './seat.ts'

const LOOK = `
import json, os
about = dict(line.split(':', 1) for line in open('/proc/self/status'))
print(json.dumps({
  'caps': about['CapEff'].strip(), 'bound': about['CapBnd'].strip(), 'privs': about['NoNewPrivs'].strip(),
  'filter': about['Seccomp'].strip(), 'net': sum(1 for _ in open('/proc/self/net/dev')) - 2,
  'spaces': {kind: os.readlink('/proc/self/ns/' + kind) for kind in ('mnt', 'pid', 'net', 'ipc', 'uts', 'user', 'cgroup')},
  'mounts': open('/proc/self/mounts').read(),
}))`
const Seen = z.object({
  caps: z.string(),
  bound: z.string(),
  privs: z.string(),
  filter: z.string(),
  net: z.int(),
  spaces: z.record(z.string(), z.string()),
  mounts: z.string(),
})

interface Ports {
  open(spec: SeatSpec): Promise<LocalSeat>
  groups(): Promise<SeatGroups | null>
  readonly root: boolean
  readonly slot: number
}

type Part = Isolation['parts'][number]
const part = (name: string, ok: boolean, zh: string, en: string): Part => ({ name, ok, zh, en })

/** Opens a seat and looks from inside: what a command line promises is worth nothing until it is seen. */
export async function lookFromInside(ports: Ports): Promise<Isolation> {
  let seat: LocalSeat | null = null
  try {
    seat = await ports.open(probe(ports.slot))
    const parts = await look(seat, ports)
    const bad = new Set(parts.filter(({ ok }) => !ok).map(({ name }) => name))
    const fences = ['namespaces', 'seccomp', 'disk', 'python']
    const level = fences.some((name) => bad.has(name))
      ? 'none'
      : bad.size > (bad.has('r') ? 1 : 0)
        ? 'degraded'
        : 'full'
    return { level, parts, fix: null }
  } catch (error) {
    const [zh, en] = isXinyuError(error)
      ? [String(error.params.whyZh ?? error.message), String(error.params.why ?? error.message)]
      : [String(error), String(error)]
    const fix = isXinyuError(error) && error.code === 'SEAT_NOT_ISOLATED' ? String(error.params.fix) : null
    return { level: 'none', parts: [part('namespaces', false, zh, en)], fix }
  } finally {
    await seat?.close()
  }
}

async function look(seat: LocalSeat, ports: Ports): Promise<Part[]> {
  const kernel = await seat.kernel()
  let said = ''
  for await (const event of kernel.execute({
    language: 'python',
    code: LOOK,
    timeMs: 10_000,
    maxRows: 1,
    maxBytes: 65_536,
  }))
    if (event.kind === 'text') said += event.text
    else if (event.kind === 'error') said += event.trace
  const seen = Seen.parse(JSON.parse(said))
  const pid = await kernel.pid()
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const uid = Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])
  const shared = Object.entries(seen.spaces).flatMap(([name, space]) =>
    space === readlinkSync(`/proc/self/ns/${name}`) ? [name] : [],
  )
  const groups = await ports.groups()
  const inGroup = readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes('xinyu-seats-')
  const own = uid !== process.getuid?.() && uid !== 0
  const filtered =
    seen.filter === '2' && seen.privs === '1' && /^0+$/.test(seen.caps) && /^0+$/.test(seen.bound)
  const group = (name: string, zh: string, en: string) =>
    part(
      name,
      groups !== null && inGroup,
      groups ? `${zh}由 cgroup v${groups.version} 限制` : `没有可用的 cgroup：${zh}没有强制限制`,
      groups
        ? `${en} limited by cgroup v${groups.version}`
        : `no usable cgroup: nothing enforces a limit on ${en}`,
    )
  return [
    part(
      'namespaces',
      shared.length === 0 && seen.net === 1,
      shared.length === 0 ? '命名空间各自独立，没有网络' : `没有隔开：${shared.join('、')}`,
      shared.length === 0
        ? 'namespaces of its own, no network'
        : `shared with the host: ${shared.join(', ')}`,
    ),
    part(
      'uids',
      own,
      own ? '每个席位有自己的系统用户号' : '不是以 root 启动：所有席位与服务同一个系统用户',
      own
        ? 'a system user of its own for each seat'
        : 'not started as root: all seats run as the user of the server',
    ),
    part(
      'seccomp',
      filtered,
      filtered ? '系统调用按白名单过滤，没有特权' : '系统调用没有过滤',
      filtered ? 'system calls by allow-list, no capability' : 'system calls are not filtered',
    ),
    group('memory', '内存', 'memory'),
    group('cpu', '处理器', 'CPU'),
    group('pids', '进程数', 'processes'),
    part(
      'disk',
      / \/work tmpfs .*nr_inodes=/.test(seen.mounts),
      '文件区的空间和文件个数有上限',
      'bytes and files of the file area are limited',
    ),
    part('python', true, 'Python、pandas、scikit-learn 可用', 'Python, pandas and scikit-learn are there'),
    findProgram(['Rscript'])
      ? part('r', true, 'R 可用', 'R is there')
      : part('r', false, '没有安装 R：R 单元格不能运行', 'R is not installed: R cells do not run'),
  ]
}

const probe = (slot: number): SeatSpec => ({
  seatId: '00000000-0000-0000-0000-000000000000',
  slot,
  tables: null,
  own: null,
  packages: [],
  limits: {
    memoryBytes: 256 * 2 ** 20,
    cpuWeight: 100,
    processes: 32,
    descriptors: 256,
    diskBytes: 2 ** 20,
    inodes: 64,
  },
  files: null,
})
