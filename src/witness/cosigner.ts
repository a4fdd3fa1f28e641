import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  cosignedMessage,
  isKeyName,
  type NoteKey,
  parseKey,
  printCosignature,
  printCosignerKey,
} from '../safeguard/evidence/verifier/index.ts'
import { writeDurably } from './files.ts'
import { WitnessError } from './model.ts'

/** Signs what a witness saw. The name of the key is that of the witness. */
export interface Cosigner {
  /** The verifier key that whoever trusts this witness pins. */
  readonly vkey: string
  readonly key: NoteKey
  /** One signature line over the text of a checkpoint, at a time in POSIX seconds. */
  cosign(text: string, at: number): string
}

/**
 * The key of a witness, made at its first start: `FOLDER/witness.key`, PKCS #8, readable by its owner alone. With a
 * state but without a key the witness does not start: a new key under the old name would be another witness.
 * @throws WitnessError KEY
 */
export async function openCosigner(
  folder: string,
  name: string,
  options: { fresh: boolean },
): Promise<Cosigner> {
  // Before a key is made: one under a name that no note can hold would lie there for ever.
  if (!isKeyName(name) || name.length > LONGEST_NAME) throw badName(name)
  const file = join(folder, 'witness.key')
  if (!existsSync(file)) {
    if (!options.fresh)
      throw new WitnessError(
        'KEY',
        `密钥 ${file} 不见了，而本见证方已用它签过名。`,
        `The key ${file} is missing although this witness signed with it.`,
      )
    const made = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' })
    await writeDurably(file, made, 0o600)
  }
  if (((await stat(file)).mode & 0o077) !== 0)
    throw new WitnessError(
      'KEY',
      `其他用户可读取密钥 ${file}，请 chmod 600。`,
      `Other users can read the key ${file}: run chmod 600 on it.`,
    )
  const privateKey = read(await readFile(file, 'utf8'), file)
  const vkey = printCosignerKey(name, rawPublicKey(privateKey))
  const key = parseKey(vkey)
  if (!key) throw badName(name)
  return {
    vkey,
    key,
    cosign: (text, at) => printCosignature(key, at, sign(null, cosignedMessage(text, at), privateKey)),
  }
}

const LONGEST_NAME = 200

const badName = (name: string) =>
  new WitnessError(
    'USAGE',
    `名称 ${JSON.stringify(name)} 不能作为密钥名：不能为空，不能含空格、加号、换行或控制字符，最多 ${LONGEST_NAME} 个字符。`,
    `${JSON.stringify(name)} cannot be the name of a key: not empty, no white space, no plus, no control character, at most ${LONGEST_NAME} characters.`,
  )

function read(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (error) {
    const why = (error as Error).message
    throw new WitnessError('KEY', `无法读取密钥 ${file}：${why}`, `The key ${file} cannot be read: ${why}`)
  }
}

const rawPublicKey = (key: KeyObject): Uint8Array =>
  Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x!, 'base64url')
