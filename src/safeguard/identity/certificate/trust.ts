import { readFile, stat } from 'node:fs/promises'
import type { Core } from '../../evidence/index.ts'
import {
  certificatesIn,
  type Crl,
  crlsIn,
  type X509,
  X509Error,
  type X509Reason,
} from '../../crypto/x509/index.ts'
import type { IdentityOptions } from '../options.ts'

/** Whose certificates let in, as the files say now: an operator replaces them without a restart. */
export interface Trust {
  /** Whether there is a log-in by certificate. */
  readonly on: boolean
  /** `crls` is null where revocation is not looked at. @throws X509Error where a file cannot be read: nobody gets in */
  load(): Promise<{ readonly anchors: readonly X509[]; readonly crls: readonly Crl[] | null }>
}

export function createTrust(
  { caFile, crlFile }: IdentityOptions['certificate'],
  log: Pick<Core['log'], 'error'>,
): Trust {
  const anchors = kept(caFile, 'chain', (bytes) => certificatesIn(bytes.toString('latin1')), log)
  const crls = kept(crlFile, 'revocation-unknown', crlsIn, log)
  return {
    on: caFile !== null,
    load: async () => ({ anchors: (await anchors()) ?? [], crls: await crls() }),
  }
}

/** What a file holds, read anew when it changes. */
function kept<T>(
  file: string | null,
  reason: X509Reason,
  read: (bytes: Buffer) => T,
  log: Pick<Core['log'], 'error'>,
): () => Promise<T | null> {
  let known: { readonly mark: string; readonly value: T } | null = null
  return async () => {
    if (file === null) return null
    try {
      const { mtimeMs, size, ino } = await stat(file)
      const mark = `${mtimeMs}:${size}:${ino}`
      if (known?.mark !== mark) known = { mark, value: read(await readFile(file)) }
      return known.value
    } catch (error) {
      log.error({ err: error, file }, 'log-in by certificate: this file cannot be used')
      throw new X509Error(reason, 'a file of the settings cannot be used')
    }
  }
}
