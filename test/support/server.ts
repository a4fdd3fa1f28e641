import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { once } from 'node:events'

const ROOT = resolve(import.meta.dirname, '../..')

/** The real server as a child process, as `npm start` runs it. */
export interface ServerProcess {
  readonly origin: string
  readonly pid: number
  /** Everything printed so far. */
  output(): string
  /** SIGKILL: no chance to tidy up. */
  kill(): Promise<void>
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>
}

/** Starts `src/main.ts` on a free port and waits until it is ready. Throws with its output when it is not. */
export async function startServer(home: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [join(ROOT, 'src/main.ts')], {
    cwd: ROOT,
    // Two more processes at each start would cost the run of all tests minutes; who wants them says so.
    env: { ...process.env, XINYU_HOME: home, PORT: '0', XINYU_DEMO_WITNESSES: 'false', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const origin = await ready(child, () => output)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
    return child.exitCode
  }
  return {
    origin,
    pid: child.pid!,
    output: () => output,
    kill: () => end('SIGKILL').then(() => undefined),
    stop: () => end('SIGTERM'),
  }
}

function ready(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((accept, reject) => {
    const look = () => {
      const found = /http:\/\/(127\.0\.0\.1|localhost):(\d+)/.exec(output())
      if (found) accept(found[0])
    }
    child.stdout?.on('data', look)
    child.on('exit', (code) => reject(new Error(`server ended with ${code}\n${output()}`)))
  })
}
