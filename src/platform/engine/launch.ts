import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { COMPILE_CACHE } from '../../kernel/compile-cache.ts'

/** Commands that take power away from a child before it starts; each execs the next, so no process is left over. */
export interface Wrappers {
  readonly query: readonly string[]
  readonly script: readonly string[]
  readonly notes: readonly string[]
}

const works = (command: readonly string[]) =>
  spawnSync(command[0]!, [...command.slice(1), 'true'], { stdio: 'ignore', timeout: 5_000 }).status === 0

/** Tries on this machine what can be taken away: network, new privileges, root's capabilities, outliving its parent. */
export function findWrappers(): Wrappers {
  if (process.platform !== 'linux') return { query: [], script: [], notes: ['no privilege drop: not Linux'] }
  const root = process.getuid?.() === 0
  const script = ['setpriv', '--no-new-privs', '--pdeathsig', 'KILL']
  // Reading stays, since the data may lie below a folder of somebody else's with mode 0700.
  const bare = ['--bounding-set', '-all,+dac_read_search', '--inh-caps', '-all']
  const query = root ? [...script, ...bare] : script
  const network = ['unshare', '--net', '--']
  const hasQuery = works(query)
  const noNetwork = hasQuery && root && works([...network, ...query])
  return {
    query: hasQuery ? [...(noNetwork ? network : []), ...query] : [],
    script: works(script) ? script : [],
    notes: [
      hasQuery
        ? 'query children: no new privileges, killed with the server'
        : 'setpriv missing: privileges kept',
      ...(root && hasQuery ? ['query children: no capabilities but reading'] : []),
      noNetwork ? 'query children: no network' : 'query children: network not cut off',
    ],
  }
}

/** Small young generation and one worker thread: a waiting child should weigh little. */
const LEAN = [
  '--max-semi-space-size=1',
  '--single-threaded-gc',
  '--v8-pool-size=0',
  '--disable-warning=ExperimentalWarning',
]
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** What children may know of the server: by which suite the space works (`safeguard/crypto`), which is no secret. */
const SUITE_VARIABLE = 'XINYU_CRYPTO_SUITE'

/** A child of ours: IPC channel, no stdin, no environment but the suite, last words of stderr kept. */
export interface Child {
  readonly process: ChildProcess
  readonly pid: number
  /** Resolves when the process and its channel are gone, so that no message is still on its way. */
  readonly closed: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  lastWords(): string
  kill(): void
}

export function launch(
  file: string,
  wrapper: readonly string[],
  heapMb: number,
  env: NodeJS.ProcessEnv = {},
): Child {
  const path = fileURLToPath(new URL(`./children/${file}`, import.meta.url))
  const [command, ...args] = [...wrapper, process.execPath, ...LEAN, `--max-old-space-size=${heapMb}`, path]
  // PATH is for the wrappers alone; secrets of the server's environment never reach a child.
  const suite = process.env[SUITE_VARIABLE]
  const child = spawn(command, args, {
    cwd: ROOT,
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...(suite && { [SUITE_VARIABLE]: suite }),
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let words = ''
  child.stderr?.setEncoding('utf8')
  child.stderr?.on('data', (text: string) => {
    words = (words + text).slice(-4_000)
  })
  child.on('error', (error) => {
    words += String(error)
  })
  const closed: Child['closed'] = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  return {
    process: child,
    pid: child.pid ?? -1,
    closed: closed.catch(() => ({ code: null, signal: null })),
    // What a dying process prints may quote a row: only frames and V8's own lines are kept.
    lastWords: () =>
      words
        .split('\n')
        .filter((line) => /^\s+at |FATAL ERROR|^#|out of memory/.test(line))
        .join('\n'),
    kill: () => {
      child.kill('SIGKILL')
    },
  }
}
