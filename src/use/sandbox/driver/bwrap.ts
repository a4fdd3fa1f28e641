import { existsSync } from 'node:fs'

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

export interface ShellSpec {
  /** Null: the own uid, where the server is not root. */
  readonly uid: number | null
  readonly hostname: string
  readonly filter: string
  /** Shown read-only, taken by path: only where the server is not root. */
  readonly binds: readonly { readonly from: string; readonly to: string }[]
}

/** The command line of an empty seat. */
export function shellArguments(spec: ShellSpec): string[] {
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
