import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../../kernel/clock.ts'
import type { Random } from '../../../kernel/random.ts'
import { keyFolder } from './master.ts'
import { openKeyFile, readKeyFile, resealKeyFile, sealKeyFile, unreadable } from './sealed-file.ts'
import { isSealed } from './sealed-mark.ts'

const KEY_BYTES = 32

/**
 * A secret of 32 bytes in `HOME/keys/NAME.key`, sealed under the master key; made at first use. One in the clear, of an
 * earlier version, is sealed when it is read. `existing` gives null where there is none.
 * @throws XinyuError KEY_UNREADABLE, KEY_EXPOSED, KEY_MASTER_MISSING
 */
export async function sealedSecret(home: string, name: string, random: Random): Promise<Buffer>
export async function sealedSecret(home: string, name: string, random: null): Promise<Buffer | null>
export async function sealedSecret(
  home: string,
  name: string,
  random: Random | null,
): Promise<Buffer | null> {
  const file = join(keyFolder(home), `${name}.key`)
  const bytes = await readKeyFile(file)
  if (bytes === null) {
    if (random === null) return null
    const fresh = Buffer.from(random.bytes(KEY_BYTES))
    await sealKeyFile(home, file, headFor(name, systemClock.now()), fresh)
    return sealedSecret(home, name, null)
  }
  if (bytes.length === KEY_BYTES) {
    await resealKeyFile(home, file, headFor(name, (await stat(file)).mtimeMs), bytes)
    return bytes
  }
  if (!isSealed(bytes)) throw unreadable(file, new Error(`not a key of ${KEY_BYTES} bytes`))
  const { head, secret } = await openKeyFile(home, file, bytes)
  if (head.kind !== 'secret' || head.name !== name)
    throw unreadable(file, new Error(`it is the key ${head.name}`))
  return secret
}

const headFor = (name: string, madeAt: number) =>
  ({ name, kind: 'secret', publicKey: '', madeAt: Math.round(madeAt) }) as const
