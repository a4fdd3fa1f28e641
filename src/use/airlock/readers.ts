import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { checkBar, type Matter, type Person } from './duty.ts'
import { mattersOf, personOf } from './people.ts'
import { type RequestRow, requestRow } from './store.ts'

/** In what part somebody reads a request; null: it does not exist for him. */
export type Reader = 'team' | 'checker' | 'provider' | 'overseer'

export function readerOf(person: Person, row: RequestRow, matter: Matter): Reader | null {
  if (person.participantId === row.consumer_id) return 'team'
  const submitted = row.submitted_at !== null
  if (submitted && checkBar(person, matter) === null) return 'checker'
  if (oversees(person)) return 'overseer'
  if (!submitted) return null
  const officer = person.roles.includes('data_officer')
  return officer && matter.providerIds.includes(person.participantId) ? 'provider' : null
}

/** Officers who watch over the whole space. What lies under seal lies under seal for them too. */
export function oversees({ roles, bodyRoles }: Person): boolean {
  if (roles.includes('auditor') || roles.includes('security_officer')) return true
  return bodyRoles.includes('operator') && (roles.includes('data_officer') || roles.includes('duty_officer'))
}

export interface Readable {
  readonly row: RequestRow
  readonly person: Person
  readonly matter: Matter
  readonly reader: Reader
}

/** One request that the actor may read. Another's looks the same as none. @throws XinyuError NOT_FOUND */
export async function readable(core: Core, actor: UserActor, id: string): Promise<Readable> {
  const row = await requestRow(core.db, id)
  const person = await personOf(core.db, actor)
  const matter = (await mattersOf(core.db, [row])).get(id)!
  const reader = readerOf(person, row, matter)
  if (reader === null) throw new XinyuError('NOT_FOUND', { what: 'airlock request' })
  return { row, person, matter, reader }
}
