import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** How the PostgreSQL programs are started, since they refuse to run as root. */
export interface RunAs {
  readonly how: 'direct' | 'user-namespace' | 'folder-owner' | 'own-uid'
  /** Words before the program. */
  readonly prefix: readonly string[]
  /** The uid that runs them and owns their folders, where it is another than ours. */
  readonly uid?: number
}

/** `nobody`: initdb wants a number that has a name everywhere. It holds inside the namespace only; outside it is root. */
const MAPPED = '65534'
/** For machines without user namespaces, such as most containers. No seat ever runs under it. */
const OWN_USER = 'xinyu-db'

/**
 * As an ordinary user directly. As root: as the user in whose closed folder `home` lies, because no other uid could
 * reach it; else in a user namespace where root is another uid; else under a uid of its own.
 */
export function chooseIdentity(home: string): RunAs {
  if (process.getuid?.() !== 0) return { how: 'direct', prefix: dieWithParent() }
  const owner = closedFolderOwner(home)
  if (owner !== 0) return { how: 'folder-owner', prefix: dieWithParent(), uid: owner }
  const namespace = ['unshare', '--user', `--map-user=${MAPPED}`, `--map-group=${MAPPED}`]
  if (works([...namespace, 'true']))
    return { how: 'user-namespace', prefix: [...namespace, ...dieWithParent()] }
  return { how: 'own-uid', prefix: dieWithParent(), uid: ownUid() }
}

/** The uid of the innermost folder on the way to `path` that others may not pass, or 0. */
function closedFolderOwner(path: string): number {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { uid, mode } = statSync(folder)
    if (uid !== 0 && (mode & 0o001) === 0) return uid
    if (folder === dirname(folder)) return 0
  }
}

/** The uid of our own system user, made on first need. @throws Error where it cannot be made */
export function ownUid(): number {
  const find = () => /^[^:]+:[^:]*:(\d+):/.exec(passwdLine(OWN_USER))?.[1]
  if (!find())
    spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_USER])
  const uid = find()
  if (uid === undefined)
    throw new Error(`root needs a system user ${OWN_USER} for PostgreSQL: useradd --system ${OWN_USER}`)
  return Number(uid)
}

const passwdLine = (name: string): string =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${name}:`)) ?? ''

/** SIGINT is PostgreSQL's fast shutdown: the kernel sends it when the server dies. Optional: the next start stops an orphan. */
function dieWithParent(): string[] {
  if (process.platform !== 'linux' || process.env.XINYU_TEST_NO_DEATH_SIGNAL) return []
  const setpriv = ['setpriv', '--pdeathsig', 'INT']
  return works([...setpriv, 'true']) ? setpriv : []
}

function works([program, ...args]: readonly string[]): boolean {
  return spawnSync(program!, args, { stdio: 'ignore' }).status === 0
}
