import { readFile } from 'node:fs/promises'
import { WitnessError } from './model.ts'
import { adoptCheckpoint, startWitness, witnessKey } from './start.ts'

/** What the command line asks for. */
export interface RunOptions {
  readonly folder: string
  readonly name: string
  /** Verifier keys of logs, or files that hold one. */
  readonly logs: readonly string[]
  readonly host: string
  readonly port: number
  readonly guard?: string | undefined
  /** A file with a checkpoint that bears this witness's own cosignature. */
  readonly adopt?: string | undefined
  /** Prints the verifier key and ends. */
  readonly keyOnly?: boolean | undefined
}

const out = (line: string): void => void process.stdout.write(`${line}\n`)
const err = (line: string): void => void process.stderr.write(`${line}\n`)

/** `xinyu witness …`: runs until SIGTERM or SIGINT. Returns the exit code: 0 done, 1 failed, 64 wrong usage. */
export async function runWitness(options: RunOptions): Promise<number> {
  try {
    const { folder, name, guard, host, port } = options
    if (options.keyOnly) {
      out(await witnessKey(folder, name))
      return 0
    }
    const logs = (await Promise.all(options.logs.map(keysOf))).flat()
    if (options.adopt !== undefined) {
      const note = await readFile(options.adopt, 'utf8')
      out(`已认可 adopted: ${await adoptCheckpoint({ folder, name, logs, guard }, note)}`)
      return 0
    }
    const witness = await startWitness({ folder, name, logs, guard, host, port, say: err })
    out(`见证方 witness ${name}\n  ${witness.address}\n  公钥 key ${witness.vkey}`)
    await toldToStop()
    await witness.stop()
    return 0
  } catch (error) {
    const known = error instanceof WitnessError ? error : ofSystem(error)
    if (known === null) throw error
    err(`${known.message} [${known.code}]`)
    return known.code === 'USAGE' ? 64 : 1
  }
}

/** A file that is not there, a port that is taken: for whoever runs it to mend, and no defect. */
function ofSystem(error: unknown): WitnessError | null {
  const { code, path, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  if (code === 'EADDRINUSE' || code === 'EADDRNOTAVAIL')
    return new WitnessError(
      'USAGE',
      `无法在 ${address}:${port} 上监听（${code}）。`,
      `Cannot listen on ${address}:${port} (${code}).`,
    )
  if (path === undefined || code === undefined) return null
  return new WitnessError('USAGE', `无法读写 ${path}（${code}）。`, `Cannot read or write ${path} (${code}).`)
}

/** A key itself, or the file with one key a line. */
const keysOf = async (text: string): Promise<string[]> =>
  text.includes('+') ? [text] : (await readFile(text, 'utf8')).trim().split('\n')

/** SIGTERM, SIGINT, or the end of the server that started this one as its child. */
const toldToStop = () =>
  new Promise<void>((resolve) => {
    const stop = () => {
      // An open channel to the parent would keep this process alive.
      if (process.connected) process.disconnect()
      resolve()
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, stop)
  })
