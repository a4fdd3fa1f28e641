import type { Core } from '../evidence/index.ts'
import { createTrust, type Trust } from './certificate/trust.ts'
import { type IdentityOptions, type IdentitySettings, identityOptions } from './options.ts'
import { createHasher, type PasswordHasher } from './secret/hasher.ts'
import { createSeal, type Seal } from './secret/seal.ts'

/** The core with what signing in needs. Made once for the routes. */
export interface Identity {
  readonly core: Core
  readonly options: IdentityOptions
  readonly hasher: PasswordHasher
  readonly seal: Seal
  /** Whose certificates let in. */
  readonly trust: Trust
  /** Evidence that the caller must not wait for, because the wait would tell him something. */
  readonly background: Background
}

export interface Background {
  start(work: () => Promise<unknown>): void
  /** Resolves when nothing is under way; for shutdown and tests. */
  settled(): Promise<void>
}

export function openIdentity(core: Core, settings: IdentitySettings = {}): Identity {
  const options = identityOptions(settings, core.config)
  return {
    core,
    options,
    hasher: createHasher(core.random, options.password),
    seal: createSeal(core.home, core.random),
    trust: createTrust(options.certificate, core.log),
    background: createBackground((error) =>
      core.log.error({ err: error }, 'evidence of a failed sign-in was lost'),
    ),
  }
}

function createBackground(onError: (error: unknown) => void): Background {
  const running = new Set<Promise<unknown>>()
  return {
    start(work) {
      const promise: Promise<unknown> = work()
        .catch(onError)
        .finally(() => running.delete(promise))
      running.add(promise)
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
