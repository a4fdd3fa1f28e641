import { canonical } from '../../kernel/canonical.ts'
import { systemRandom } from '../../kernel/random.ts'
import {
  newPassphraseCost,
  openStream,
  type PassphraseCost,
  passphraseKey,
  sealStream,
  STREAM_PREFIX_BYTES,
  suite,
  suiteOf,
} from '../../safeguard/crypto/index.ts'
import { FORMAT, type Header } from './model.ts'

type Bytes = AsyncIterable<Uint8Array>

/** Seals and opens the files of one backup: each under a key of its own, made from the passphrase and its path. */
export interface Sealer {
  readonly header: Header
  seal(path: string, source: Bytes): Bytes
  /** @throws Error where a byte is not what was sealed as this file of this backup */
  open(path: string, source: Bytes): Bytes
}

export async function newSealer(
  passphrase: string,
  cost: PassphraseCost = newPassphraseCost(systemRandom),
): Promise<Sealer> {
  const { name, cipher } = suite()
  return sealerOf(passphrase, {
    format: FORMAT,
    sealed: true,
    suite: name,
    cipher: cipher.name,
    passphrase: cost,
  })
}

/** The suite is the one that the header names, whatever this machine works with. */
export async function sealerOf(passphrase: string, header: Header): Promise<Sealer> {
  const by = suiteOf(header.suite)
  const master = await passphraseKey(passphrase, header.passphrase)
  // The header goes into every key: one that was changed opens nothing.
  const keyOf = (path: string) => by.derive(master, `xinyu backup ${canonical(header)} ${path}`, 32)
  return {
    header,
    seal: (path, source) =>
      sealStream(source, keyOf(path), path, systemRandom.bytes(STREAM_PREFIX_BYTES), by.cipher),
    open: (path, source) => openStream(source, keyOf(path), path, by.cipher),
  }
}
