import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of the named programs on the PATH, or null. */
export function findProgram(names: readonly string[], path = process.env.PATH ?? ''): string | null {
  for (const name of names) {
    for (const folder of path.split(delimiter))
      if (folder && existsSync(join(folder, name))) return join(folder, name)
  }
  return null
}

/** What a program prints, or null when it is missing, fails or takes longer than 5 s. */
export function output(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: 5000 }, (error, stdout) => resolve(error ? null : stdout.trim()))
  })
}

/** The one line that installs Debian's or Ubuntu's packages. */
export const aptLine = (...names: string[]): string =>
  `${process.getuid?.() === 0 ? '' : 'sudo '}apt-get install -y --no-install-recommends ${names.join(' ')}`
