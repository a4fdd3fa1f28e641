import type { UserActor } from '../../../kernel/actor.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { CONTEST } from '../door/door.ts'
import type { EntryFilter } from '../model.ts'
import { maskName, maskPhone } from '../people/masks.ts'
import { bodiesOf, membersOf, teamsIn } from '../store.ts'
import { csvText } from './csv.ts'

const HEAD = [
  'number',
  'state',
  'division',
  'name',
  'title',
  'captain',
  'phone',
  'members',
  'bodies',
  'uscc',
  'submitted_at',
] as const

/**
 * Entries as a table. Names and phones are masked unless they are asked for; that they left is evidence either way.
 */
export async function exportEntries(
  core: Core,
  actor: UserActor,
  contest: Contest,
  { state, division, people }: EntryFilter & { readonly people: boolean },
): Promise<string> {
  const teams = (await teamsIn(core.db, contest.id, state && [state])).filter(
    (team) => division === undefined || team.division === division,
  )
  const ids = teams.map(({ id }) => id)
  const [members, bodies] = [await membersOf(core.db, ids), await bodiesOf(core.db, ids)]
  const name = (text: string) => (people ? text : maskName(text))
  const phone = (text: string) => (people ? text : maskPhone(text))
  const rows = teams.map((team) => {
    const [captain, ...others] = members.get(team.id)!
    return [
      team.number ?? '',
      team.state,
      team.division,
      team.name,
      team.title,
      captain ? name(captain.name) : '',
      captain ? phone(captain.phone) : '',
      others.map((one) => `${name(one.name)}:${phone(one.phone)}`).join(';'),
      bodies
        .get(team.id)!
        .map((one) => one.name)
        .join(';'),
      bodies
        .get(team.id)!
        .map((one) => one.uscc)
        .join(';'),
      team.submittedAt === null ? '' : new Date(team.submittedAt).toISOString(),
    ]
  })
  await act(core, CONTEST, async ({ note }) =>
    note({
      kind: 'entry.exported',
      subject: { contest: contest.id, by: actor.userId },
      payload: { rows: rows.length, people },
    }),
  )
  return csvText([HEAD, ...rows])
}
