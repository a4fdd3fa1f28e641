import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import { suite, workWith } from './in-force.ts'
import { keyFolder } from './keys/index.ts'
import { putOnce } from './secret-key.ts'
import { type SuiteName, SUITES } from './suite.ts'

/** Where a space remembers what it was made with. */
export const suiteFile = (home: string): string => join(home, 'crypto-suite')

/** What the space in this folder works with; null before its first start. @throws XinyuError CONFIG_INVALID */
export async function recordedSuite(home: string): Promise<SuiteName | null> {
  const file = suiteFile(home)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return earlier(home)
  const name = SUITES.find((one) => one === text.trim())
  if (!name) throw new XinyuError('CONFIG_INVALID', { where: file, why: `neither ${SUITES.join(' nor ')}` })
  return name
}

/** A space from before there was a choice has a log key and no SM2 twin of it. */
const earlier = (home: string): SuiteName | null =>
  existsSync(join(keyFolder(home), 'evidence.key')) && !existsSync(join(keyFolder(home), 'evidence-sm2.key'))
    ? 'international'
    : null

/**
 * Settles what this process works with, before anything is hashed: what the space was made with; at its first start
 * the setting, which is recorded then. Digests and seals of the one suite mean nothing under the other.
 * @throws XinyuError CRYPTO_SUITE_DIFFERS, CONFIG_INVALID
 */
export async function settleSuite(home: string, setting: SuiteName | null): Promise<SuiteName> {
  const file = suiteFile(home)
  const recorded = await recordedSuite(home)
  if (recorded !== null && setting !== null && setting !== recorded)
    throw new XinyuError('CRYPTO_SUITE_DIFFERS', { file, recorded, setting })
  const name = recorded ?? setting ?? suite().name
  if (!existsSync(file)) await putOnce(file, `${name}\n`)
  workWith(name)
  return name
}
