import type { UserActor } from '../../kernel/actor.ts'
import { isXinyuError } from '../../kernel/errors/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Origin } from '../run/index.ts'
import type { Airlock } from './ports.ts'
import type { FileRow } from './store.ts'
import { keepBytes, readBytes, setsIdOf } from './vault.ts'

/** Labelled rows that a model was trained on, and others: what its membership probe compares. */
export interface ProbeSets {
  readonly train: Buffer
  readonly test: Buffer
}

/** `<model>.train.csv` and `<model>.test.csv` in the seat; null where the author left none. */
export async function setsBeside(
  { core, ports }: Airlock,
  actor: UserActor,
  { seatId, path, origin }: { readonly seatId: string; readonly path: string; readonly origin: Origin },
): Promise<ProbeSets | null> {
  const read = async (which: string): Promise<Buffer | null> => {
    try {
      const { bytes } = await ports.files.read(actor, seatId, `${path}.${which}.csv`, origin)
      return bytes.length > core.config.airlock.fileBytes ? null : bytes
    } catch (error) {
      if (isXinyuError(error)) return null
      throw error
    }
  }
  const [train, test] = [await read('train'), await read('test')]
  return train && test ? { train, test } : null
}

/** Kept as one piece beside the file, under a key of its own: the cipher's tag proves it whole. */
export function keepSets(core: Core, id: string, { train, test }: ProbeSets): Promise<Buffer> {
  const head = Buffer.alloc(4)
  head.writeUInt32LE(train.length)
  return keepBytes(core, setsIdOf(id), Buffer.concat([head, train, test]))
}

/** @throws XinyuError AIRLOCK_FILE_DAMAGED */
export async function readSets(
  core: Core,
  file: Pick<FileRow, 'id' | 'sets_key'>,
): Promise<ProbeSets | null> {
  if (file.sets_key === null) return null
  const whole = await readBytes(core, { id: setsIdOf(file.id), key: file.sets_key, digest: null })
  const length = whole.readUInt32LE(0)
  return { train: whole.subarray(4, 4 + length), test: whole.subarray(4 + length) }
}
