import { resolve } from 'node:path'
import type { Command } from 'commander'
import { errorText, isXinyuError, XinyuError } from '../kernel/errors/index.ts'

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
  const known = isXinyuError(error) ? error : ofFile(error)
  if (known) {
    const { zh, en } = errorText(known.code, known.params)
    console.error(`${zh}\n${en} [${known.code}]`)
    if (known.detail !== undefined) console.error(JSON.stringify(known.detail, null, 2))
  } else {
    console.error(error)
  }
  process.exit(1)
}

/** A file that was named wrongly is for who named it to mend, and no defect. */
function ofFile(error: unknown): XinyuError | null {
  const { code, path } = error as NodeJS.ErrnoException
  return code !== undefined &&
    /^E(NOENT|ACCES|PERM|ISDIR|NOTDIR|ROFS|NOSPC)$/.test(code) &&
    path !== undefined
    ? new XinyuError('FILE_UNREADABLE', { file: path, why: code }, { cause: error })
    : null
}
