import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Contest } from '../scheme/index.ts'
import { ExpertProfile } from './model.ts'
import { setPanel } from './panelists.ts'
import { putAlias, putExperts } from './pool/actions.ts'
import { panelistsOf } from './store.ts'

/** Titles of the made-up experts, one after the other. */
const TITLES = ['教授', '研究员', '主任医师', '高级工程师'] as const

/** Puts the experts of the demo into the pool of the organiser and onto the panel of the first round; done once. */
export async function makeDemoPanel(core: Core, officer: UserActor, contest: Contest): Promise<void> {
  const round = contest.scheme.rounds[0]!.code
  if ((await panelistsOf(core.db, contest.id, round)).length > 0) return
  const users = await core.db
    .selectFrom('app_user')
    .select(['id', 'display_name'])
    .where('demo', '=', true)
    .where('state', '=', 'active')
    .where((eb) => eb(eb.val('expert'), '=', eb.fn.any('roles')))
    .orderBy('login')
    .execute()
  if (users.length === 0) return
  const divisions = contest.scheme.divisions.map(({ code }) => code)
  const experts = users.map((user, at) => ({
    userId: user.id,
    profile: ExpertProfile.parse({
      // 「评审专家 顾教授」: the role stands before the name.
      name: user.display_name.split(' ').at(-1),
      title: TITLES[at % TITLES.length],
      fields: divisions.filter((_, place) => place % users.length === at || place % 3 === at % 3),
      maxLoad: 40,
    }),
  }))
  const ids = await putExperts(core, officer, contest.organiserId, experts)
  await putAlias(core, officer, contest.organiserId, { name: '示例大学附属第九医院', alias: '九院' })
  await setPanel(core, officer, contest, round, ids)
}
