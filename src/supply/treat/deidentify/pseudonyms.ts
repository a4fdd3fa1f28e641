import { readFile } from 'node:fs/promises'
import { isIdNumber } from '../../../kernel/person.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { pseudonym } from './hmac.ts'
import { projectKeyFile } from './places.ts'

/**
 * The pseudonyms that persons with these identity numbers have in a project, for who looks for planted persons in what
 * comes out of it; texts that are no identity number have none. Null where the project has no key (yet).
 */
export async function personPseudonyms(
  core: Core,
  projectId: string,
  identityNumbers: readonly string[],
): Promise<string[] | null> {
  const key = await readFile(projectKeyFile(core, projectId)).catch(() => null)
  if (key === null) return null
  return identityNumbers
    .map((text) => text.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, ''))
    .filter(isIdNumber)
    .map((number) => pseudonym(key, `id:${number}`))
}
