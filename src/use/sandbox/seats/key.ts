import { join } from 'node:path'
import { destroySecretKey, keyFolder, makeSecretKey } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

const KEY_BYTES = 32
const fileOf = (core: Core, seatId: string): string => join(keyFolder(core.home), 'seats', `${seatId}.key`)

/** The key that the files of a seat are sealed with, made at first use, readable by its owner. */
export async function seatKey(core: Core, seatId: string): Promise<Buffer> {
  const key = await makeSecretKey(fileOf(core, seatId), core.random)
  if (key.length !== KEY_BYTES) throw new Error(`the key of seat ${seatId} is damaged`)
  return key
}

/** Destroys the key: what was sealed with it is noise from then on. */
export const destroySeatKey = (core: Core, seatId: string): Promise<boolean> =>
  destroySecretKey(fileOf(core, seatId), core.random)
