import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'

/** Of /usr only what programs need; what an administrator put into /usr/local or /usr/src stays outside. */
const SHOWN = ['/usr/bin', '/usr/lib', '/usr/lib64', '/usr/libexec', '/usr/share']
/** Debian's choice among libraries, the loader's cache, and settings of what is shown. */
const SHOWN_ETC = ['/etc/alternatives', '/etc/ld.so.cache', '/etc/fonts', '/etc/matplotlibrc', '/etc/R']

const FENCES = [
  '--unshare-all',
  '--unshare-user',
  '--disable-userns',
  '--cap-drop',
  'ALL',
  '--new-session',
  '--die-with-parent',
  '--clearenv',
]
/** Where it says its pid, where it waits for us, and where it reads the filter. */
const DESCRIPTORS = ['--info-fd', '3', '--block-fd', '4', '--seccomp', '5']

export interface Shell {
  readonly process: ChildProcess
  /** Pid 1 of the seat, as the host counts. */
  readonly init: number
  /**
   * Lets the two processes go on, which wait so that they can be put into their group first. Settles when the seat
   * stands: its pid is told long before its root is. @throws XinyuError SEAT_OPEN_FAILED
   */
  go(): Promise<void>
  readonly ended: Promise<string>
}

export interface ShellSpec {
  /** Null: the own uid, where the server is not root. */
  readonly uid: number | null
  readonly hostname: string
  readonly filter: string
  /** Shown read-only, taken by path: only where the server is not root. */
  readonly binds: readonly { readonly from: string; readonly to: string }[]
}

const Info = z.object({ 'child-pid': z.int().positive() })

/** An empty seat: namespaces around a sleeping init, a minimal read-only root, no network, no capability. */
export async function startShell(spec: ShellSpec): Promise<Shell> {
  const filter = await open(spec.filter)
  try {
    const child = spawn('bwrap', shellArguments(spec), {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', filter.fd, 'pipe'],
      ...(spec.uid === null ? {} : { uid: spec.uid, gid: spec.uid }),
    })
    const said = text(child.stderr!)
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(said() || `bwrap ${signal ?? code}`))
    })
    const info = text(child.stdio[3] as Readable)
    const closed = new Promise<void>((resolve) => (child.stdio[3] as Readable).once('end', () => resolve()))
    const why = await Promise.race([closed, ended])
    const read = Info.safeParse(parse(info()))
    if (why !== undefined || !read.success) {
      child.kill('SIGKILL')
      throw new XinyuError('SEAT_OPEN_FAILED', { why: (why ?? (await ended)).slice(0, 200) })
    }
    const block = child.stdio[4] as Writable
    block.on('error', () => {})
    // Its types know five descriptors; this one says that the root stands.
    const ready = (child.stdio as readonly unknown[])[6] as Readable
    const stands = new Promise<void>((resolve) => ready.once('data', () => resolve()))
    const go = async () => {
      block.end('x')
      const failed = await Promise.race([stands, ended])
      if (failed !== undefined) throw new XinyuError('SEAT_OPEN_FAILED', { why: failed.slice(0, 200) })
    }
    return { process: child, init: read.data['child-pid'], go, ended }
  } finally {
    await filter.close()
  }
}

function shellArguments(spec: ShellSpec): string[] {
  const paths = SHOWN.filter((path) => existsSync(path)).flatMap((path) => ['--ro-bind', path, path])
  const etc = SHOWN_ETC.filter((path) => existsSync(path)).flatMap((path) => ['--ro-bind', path, path])
  const links = ['bin', 'lib', 'lib64', 'sbin'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`])
  const folders = ['/area', '/work', '/tmp', '/tables', '/own', '/packages', '/var/tmp'].flatMap((path) => [
    '--dir',
    path,
  ])
  const binds = spec.binds.flatMap(({ from, to }) => ['--ro-bind', from, to])
  const identity = ['--uid', '1000', '--gid', '1000', '--hostname', spec.hostname]
  return [
    FENCES,
    identity,
    DESCRIPTORS,
    paths,
    etc,
    links,
    ['--proc', '/proc', '--dev', '/dev'],
    folders,
    binds,
    ['--', '/bin/sh', '-c', 'echo ready >&6; exec /usr/bin/sleep infinity 6>&-'],
  ].flat()
}

function text(stream: Readable): () => string {
  let all = ''
  stream.on('data', (chunk: Buffer) => (all = (all + chunk.toString()).slice(0, 4000)))
  return () => all.trim()
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}
