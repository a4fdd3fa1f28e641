import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import { type Db, findBinaries } from '../postgres/index.ts'
import { degraded, type Finding, missing, ok } from './model.ts'
import { output } from './probe.ts'

const GIB = 1024 ** 3

/** With a connection: its version. Without: whether one could be started. */
export async function checkPostgres(options: {
  db?: Db | undefined
  kind?: 'own' | 'child' | undefined
}): Promise<Finding> {
  if (options.db) {
    const found = await sql<{ version: string }>`select current_setting('server_version') version`.execute(
      options.db,
    )
    const { version } = found.rows[0]!
    return options.kind === 'own'
      ? ok(`自备的 PostgreSQL ${version}`, `your PostgreSQL ${version}`)
      : ok(
          `随程序安装的 PostgreSQL ${version}，仅本机套接字`,
          `PostgreSQL ${version} from npm, on a local socket only`,
        )
  }
  try {
    findBinaries()
    return ok('随程序安装的 PostgreSQL 可用', 'PostgreSQL from npm is there')
  } catch {
    return missing(
      '本机没有 PostgreSQL 程序：请用 DATABASE_URL 指定 15 及以上的服务器',
      'no PostgreSQL for this machine: name a server (15 or later) by DATABASE_URL',
      'npm ci',
    )
  }
}

/** Needed as root (PostgreSQL refuses root) and by the seats. */
export async function checkNamespaces(): Promise<Finding> {
  if (process.platform === 'linux' && (await output('unshare', ['--user', 'true'])) !== null) {
    return ok('用户命名空间可用', 'user namespaces work')
  }
  return degraded(
    '用户命名空间不可用：以 root 启动时数据库改用系统用户 xinyu-db，分析席位不能启动',
    'no user namespaces: started as root, the database runs as the system user xinyu-db; seats cannot start',
    'sysctl -w kernel.unprivileged_userns_clone=1',
  )
}

export function checkMemoryLimit(found: { memory: string; notes: readonly string[] }): Finding {
  const notes = found.notes.length > 0 ? ` (${found.notes.join('; ')})` : ''
  if (found.memory.startsWith('cgroup')) {
    return ok(
      `计算进程的内存由 ${found.memory} 强制限制`,
      `memory of compute processes is limited by ${found.memory}${notes}`,
    )
  }
  if (found.memory === 'rlimit') {
    return degraded(
      '没有可用的 cgroup：计算进程的内存由 rlimit 限制，不如 cgroup 精确',
      `no usable cgroup: memory of compute processes is limited by rlimit, less exactly${notes}`,
    )
  }
  return missing('计算进程的内存没有强制限制', `nothing enforces a memory limit on compute processes${notes}`)
}

export async function checkDisk(home: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(existsSync(home) ? home : '/')
  const free = (bavail * bsize) / GIB
  const [zh, en] = [`数据目录剩余 ${free.toFixed(1)} GiB`, `${free.toFixed(1)} GiB free at the data folder`]
  if (free >= 5) return ok(zh, en)
  return free >= 0.5
    ? degraded(`${zh}，导入大文件可能失败`, `${en}: a large import may fail`)
    : missing(`${zh}，请先清理空间`, `${en}: free some first`)
}

/** Evidence carries times: a clock that runs free makes them worth less. */
export async function checkClock(now: number, db?: Db): Promise<Finding> {
  if (now < Date.UTC(2025, 0, 1))
    return missing('系统时间早于 2025 年', 'the system time is before 2025', 'timedatectl set-ntp true')
  if (db) {
    const found = await sql<{ ms: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::bigint ms`.execute(db)
    const seconds = Math.abs(found.rows[0]!.ms - now) / 1000
    if (seconds > 5) {
      return degraded(
        `与数据库的时间相差 ${seconds.toFixed(0)} 秒`,
        `${seconds.toFixed(0)} s apart from the database's clock`,
      )
    }
  }
  const said = await output('timedatectl', ['show', '--property=NTPSynchronized', '--value'])
  if (said === 'yes') return ok('系统时间已同步', 'the system time is synchronised')
  if (said === 'no') {
    return degraded(
      '系统时间未与时间源同步',
      'the system time is not synchronised',
      'timedatectl set-ntp true',
    )
  }
  return degraded('无法得知系统时间是否已同步', 'whether the system time is synchronised cannot be told here')
}
