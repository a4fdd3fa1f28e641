import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { putExperts } from './actions.ts'
import { type CsvProblem, expertsFromCsv } from './csv.ts'

/** All lines or none: what is wrong is said by line. Returns how many. @throws XinyuError PANEL_CSV */
export async function importExperts(
  core: Core,
  actor: UserActor,
  organiserId: string,
  text: string,
): Promise<number> {
  const read = expertsFromCsv(text)
  if (!read) throw new XinyuError('PANEL_CSV', { lines: 1 }, { detail: [{ line: 1, why: 'columns' }] })
  const users = await core.db
    .selectFrom('app_user')
    .select(['id', 'login'])
    .where('login', 'in', read.experts.map(({ login }) => login).concat(''))
    .where('state', '=', 'active')
    .where((eb) => eb(eb.val('expert'), '=', eb.fn.any('roles')))
    .execute()
  const idOf = new Map(users.map(({ id, login }) => [login, id]))
  const problems: CsvProblem[] = [
    ...read.problems,
    ...read.experts
      .filter(({ login }) => !idOf.has(login))
      .map(({ line }) => ({ line, why: 'login' as const })),
  ].sort((a, b) => a.line - b.line)
  if (problems.length > 0)
    throw new XinyuError(
      'PANEL_CSV',
      { lines: problems.length },
      { detail: problems.slice(0, 200).map(({ line, why }) => ({ line, why })) },
    )
  const experts = read.experts.map(({ login, profile }) => ({ userId: idOf.get(login)!, profile }))
  if (experts.length > 0) await putExperts(core, actor, organiserId, experts)
  return experts.length
}
