import * as module from 'node:module'
import { fileURLToPath } from 'node:url'

/** Below the packages and not in a shared temporary folder: who can write there can put code into the server. */
export const COMPILE_CACHE =
  process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('../../node_modules/.cache/xinyu', import.meta.url))

/** Keeps what Node compiled for the next start; where the folder cannot be written nothing is kept, and all works. */
export const keepCompiled = (): void => void module.enableCompileCache(COMPILE_CACHE)

/** Writes it now: a process that is killed would write nothing. */
export const flushCompiled = (): void => module.flushCompileCache()
