import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkCosignature, parseCheckpoint, parseNote, base64 } from '../safeguard/evidence/verifier/index.ts'
import { openCosigner } from './cosigner.ts'
import { isSignedByLog } from './decide.ts'
import { lockFolder } from './lock.ts'
import { WitnessError } from './model.ts'
import { openDoor } from './server.ts'
import { openStore } from './store.ts'
import { createWitness, readLogs } from './witness.ts'

export interface WitnessOptions {
  /** What the witness remembers, and its key. */
  readonly folder: string
  /** Name of its key, such as `witness.example.org/xinyu`: no white space, no plus. */
  readonly name: string
  /** Verifier keys of the logs that it witnesses. */
  readonly logs: readonly string[]
  readonly host: string
  readonly port: number
  /** A small file on another disk or machine that tells a folder that was put back whole. */
  readonly guard?: string | undefined
  readonly now?: () => number
  readonly say?: (line: string) => void
}

export interface RunningWitness {
  readonly address: string
  readonly vkey: string
  stop(): Promise<void>
}

/**
 * The verifier key of a witness, made where there is none: whoever runs it gives it to the log before it is asked.
 * @throws WitnessError LOCKED, KEY
 */
export async function witnessKey(folder: string, name: string): Promise<string> {
  const lock = await lockFolder(folder)
  try {
    return (await openCosigner(folder, name, { fresh: !existsSync(join(folder, 'journal')) })).vkey
  } finally {
    await lock.release()
  }
}

/**
 * Starts a witness: its folder is held, its memory checked, its door open.
 * @throws WitnessError LOCKED, ROLLED_BACK, DAMAGED, KEY, USAGE
 */
export async function startWitness(options: WitnessOptions): Promise<RunningWitness> {
  const { folder, name, host, port, say } = options
  const logs = readLogs(options.logs)
  if (logs.size === 0)
    throw new WitnessError('USAGE', '没有给出任何日志的公钥。', 'No key of a log was given.')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = await lockFolder(folder)
  try {
    const store = await openStore(folder, options.guard ?? null)
    try {
      const cosigner = await openCosigner(folder, name, { fresh: store.empty })
      const witness = createWitness({ store, cosigner, logs, now: options.now ?? Date.now })
      const door = await openDoor(witness, { host, port, ...(say ? { say } : {}) })
      return {
        address: door.address,
        vkey: witness.vkey,
        stop: async () => {
          await door.close()
          await store.close()
          await lock.release()
        },
      }
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/**
 * After a folder was rolled back: takes a checkpoint that bears this witness's own cosignature as the last one seen.
 * Whoever runs the witness says by it that nothing newer was cosigned. Returns its size.
 * @throws WitnessError USAGE when it is not such a checkpoint, or not a larger one
 */
export async function adoptCheckpoint(
  options: Pick<WitnessOptions, 'folder' | 'name' | 'logs' | 'guard'>,
  noteText: string,
): Promise<number> {
  const logs = readLogs(options.logs)
  const lock = await lockFolder(options.folder)
  try {
    const store = await openStore(options.folder, options.guard ?? null)
    try {
      const { key } = await openCosigner(options.folder, options.name, { fresh: false })
      const note = parseNote(noteText)
      const checkpoint = typeof note === 'string' ? null : parseCheckpoint(note.text)
      const own = typeof note === 'string' ? 'unknown' : checkCosignature(note, key)
      const keys = logs.get(checkpoint?.origin ?? '') ?? []
      if (typeof note === 'string' || !checkpoint || typeof own === 'string') throw notOurs()
      if (!isSignedByLog({ note }, keys)) throw notOurs()
      const { origin, size, root } = checkpoint
      if (size <= (store.get(origin)?.size ?? -1)) throw notOurs()
      await store.adopt({
        origin,
        size,
        root: base64(root),
        at: Math.max(own.at, store.time(0)),
        note: noteText,
      })
      return size
    } finally {
      await store.close()
    }
  } finally {
    await lock.release()
  }
}

const notOurs = () =>
  new WitnessError(
    'USAGE',
    '这不是由本见证方联署过、且比所记更大的检查点。',
    'This is not a checkpoint that this witness cosigned and that is larger than what it remembers.',
  )
