import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { saveMapping } from './actions.ts'
import { MappingSet } from './model.ts'

const DATA = join(import.meta.dirname, 'data')
const SETS: readonly MappingSet[] = readdirSync(DATA)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => MappingSet.parse(JSON.parse(readFileSync(join(DATA, name), 'utf8'))))

/** The mapping sets that come with the program: known kinds of sources. */
export const mappingSets = (): readonly MappingSet[] => SETS

/** One set by its code. @throws XinyuError MAPPING_SET_UNKNOWN */
export function mappingSet(code: string): MappingSet {
  const set = SETS.find((one) => one.code === code)
  if (!set) throw new XinyuError('MAPPING_SET_UNKNOWN', { name: code })
  return set
}

/** Saves every mapping of a set for a body, whose datasets have the codes that the set names. */
export async function adoptMappingSet(
  core: Core,
  actor: Actor,
  code: string,
  participantId?: string,
): Promise<{ id: string; number: number; code: string }[]> {
  const made: { id: string; number: number; code: string }[] = []
  for (const mapping of mappingSet(code).mappings) {
    const saved = await saveMapping(core, actor, { ...mapping, ...(participantId ? { participantId } : {}) })
    made.push({ ...saved, code: mapping.code })
  }
  return made
}
