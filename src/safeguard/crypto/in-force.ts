import { guomi } from './guomi/index.ts'
import { international } from './international.ts'
import { type Suite, type SuiteName, SUITES } from './suite.ts'

/** Child processes and worker threads of a space learn by it what the space works with. */
export const SUITE_VARIABLE = 'XINYU_CRYPTO_SUITE'

const ALL: Readonly<Record<SuiteName, Suite>> = { international, guomi }
let inForce: Suite | null = null

export const suiteOf = (name: SuiteName): Suite => ALL[name]

/** What this process works with: one process serves one space. The first call settles it, from the environment. */
export function suite(): Suite {
  inForce ??= suiteOf(nameIn(process.env[SUITE_VARIABLE]))
  return inForce
}

/** Settles it for this process and its children. Tests alone change their mind. */
export function workWith(name: SuiteName): void {
  process.env[SUITE_VARIABLE] = name
  inForce = suiteOf(name)
}

/** Hex digest by the suite in force: 64 digits. */
export const digestOf = (...parts: readonly (Uint8Array | string)[]): string =>
  suite()
    .hash.of(...parts)
    .toString('hex')

/** How the hash in force is called on paper. */
export const hashTitle = (): string => (suite().hash.name === 'sm3' ? 'SM3' : 'SHA-256')

function nameIn(text: string | undefined): SuiteName {
  if (text === undefined || text === '') return 'international'
  const name = SUITES.find((one) => one === text)
  if (!name) throw new TypeError(`${SUITE_VARIABLE} is neither ${SUITES.join(' nor ')}`)
  return name
}
