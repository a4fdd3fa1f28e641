import { resolve } from 'node:path'
import type { Command } from 'commander'
import { errorText, isXinyuError } from '../kernel/errors/index.ts'

/** Options that every command shares. */
export interface Shared {
  readonly home: string
  readonly json: boolean
}

/** The shared options, read from the program above the command. */
export function shared(command: Command): Shared {
  const { home, json } = command.optsWithGlobals<{ home?: string; json?: boolean }>()
  return { home: resolve(home ?? process.env.XINYU_HOME ?? 'data'), json: json === true }
}

/** One JSON value, or the lines for people. */
export function print(json: boolean, value: unknown, lines: readonly string[]): void {
  console.log(json ? JSON.stringify(value, null, 2) : lines.join('\n'))
}

/** Ends the program with the failure in both languages; what was not foreseen shows its trace. */
export function failWith(error: unknown): never {
  if (isXinyuError(error)) {
    const { zh, en } = errorText(error.code, error.params)
    console.error(`${zh}\n${en} [${error.code}]`)
    if (error.detail !== undefined) console.error(JSON.stringify(error.detail, null, 2))
  } else {
    console.error(error)
  }
  process.exit(1)
}
