import { createSeal, type Seal } from '../../../safeguard/identity/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { personPseudonyms } from '../../../supply/treat/index.ts'
import { ownerOf } from './actions.ts'
import { type CanaryKeys, keysOf, NO_KEYS, showsKey } from './find.ts'

/** Whether a text shows a planted person, in the clear or under the pseudonym of a project. It never says which. */
export interface Canaries {
  readonly seal: Seal
  /** True where any planted person is looked for. */
  any(): Promise<boolean>
  shows(projectId: string | null, texts: Iterable<string>): Promise<boolean>
  /** For the inspection of files. */
  known(projectId: string): (texts: readonly string[]) => Promise<readonly ('canary' | null)[]>
}

export function createCanaries(core: Core): Canaries {
  const seal = createSeal(core.home, core.random)
  let raw: Promise<readonly string[]> | null = null
  const projects = new Map<string, Promise<CanaryKeys>>()
  core.events.on('watch.canaries_changed', () => {
    raw = null
    projects.clear()
  })

  const load = async (): Promise<readonly string[]> => {
    const rows = await core.db
      .selectFrom('watch_canary')
      .select(['id', 'sealed'])
      .where('retired_at', 'is', null)
      .execute()
    const opened = await Promise.all(
      rows.map(async ({ id, sealed }) => JSON.parse(await seal.open(sealed, ownerOf(id))) as string[]),
    )
    return opened.flat()
  }
  const rawKeys = (): Promise<readonly string[]> => {
    raw ??= load().catch((error: unknown) => {
      raw = null
      throw error
    })
    return raw
  }
  const keysFor = async (projectId: string | null): Promise<CanaryKeys> => {
    const texts = await rawKeys()
    if (texts.length === 0) return NO_KEYS
    const name = projectId ?? ''
    const known = projects.get(name)
    if (known) return known
    const pseudonyms = projectId === null ? [] : await personPseudonyms(core, projectId, texts)
    const keys = Promise.resolve(keysOf([...texts, ...(pseudonyms ?? [])]))
    // Without a key of the project there are no pseudonyms yet: looked up again the next time.
    if (pseudonyms !== null) projects.set(name, keys)
    return keys
  }

  return {
    seal,
    any: async () => (await rawKeys()).length > 0,
    async shows(projectId, texts) {
      const keys = await keysFor(projectId)
      if (keys === NO_KEYS) return false
      for (const text of texts) if (showsKey(keys, text)) return true
      return false
    },
    known: (projectId) => async (texts) => {
      const keys = await keysFor(projectId)
      return texts.map((text) => (showsKey(keys, text) ? 'canary' : null))
    },
  }
}
