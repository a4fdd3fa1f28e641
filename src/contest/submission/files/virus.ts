import { execFile } from 'node:child_process'
import { findProgram } from '../../../platform/doctor/index.ts'

export interface Scanner {
  /** `clamdscan` asks a running daemon; `clamscan` loads its signatures each time. */
  readonly program: string
  scan(paths: readonly string[]): Promise<ReadonlyMap<string, 'clean' | 'found' | 'failed'>>
}

const LONGEST_MS = 30 * 60_000

/** The virus check of this machine, or null: then files are `not_scanned`, and everybody who sees them is told. */
export function findScanner(path?: string): Scanner | null {
  const program = findProgram(['clamdscan', 'clamscan'], path)
  if (!program) return null
  // The daemon runs as another user: it is given the open file, since the folder is closed to it.
  const flags = program.endsWith('clamdscan') ? ['--fdpass', '--no-summary'] : ['--no-summary', '--infected']
  return { program, scan: (paths) => scan(program, flags, paths) }
}

function scan(program: string, flags: readonly string[], paths: readonly string[]) {
  return new Promise<ReadonlyMap<string, 'clean' | 'found' | 'failed'>>((resolve) => {
    const options = { timeout: LONGEST_MS, maxBuffer: 16 * 2 ** 20 }
    execFile(program, [...flags, '--', ...paths], options, (error, stdout) => {
      // 0: nothing found; 1: something found; everything else, such as no daemon, says nothing of the files.
      const code = error ? ((error as { code?: unknown }).code ?? -1) : 0
      const trusted = code === 0 || code === 1
      const found = new Set(
        stdout
          .split('\n')
          .filter((line) => line.endsWith(' FOUND'))
          .map((line) => line.slice(0, line.indexOf(': '))),
      )
      resolve(
        new Map(
          paths.map((path) => [path, found.has(path) ? 'found' : trusted ? 'clean' : 'failed'] as const),
        ),
      )
    })
  })
}
