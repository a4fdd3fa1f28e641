import type { UserActor } from '../../kernel/actor.ts'
import { uuid7 } from '../../kernel/random.ts'
import { usccCheckCharacter } from '../../kernel/uscc.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Contest } from '../scheme/index.ts'
import { decideEntries } from './organise/decide.ts'
import { changeProfile } from './people/profile.ts'
import { demoRealName, verifyEntrant } from './people/real-name.ts'
import { statementHash } from './rules.ts'
import { bodiesOf, membersOf, teamOfEntrant } from './store.ts'
import { addBody, createTeam, signStatement } from './team/actions.ts'
import { setSeat } from './team/members.ts'
import { submitEntry } from './team/submit.ts'

interface DemoEntry {
  readonly name: string
  readonly title: string
  readonly intro: string
  readonly captain: string
  readonly body: string
  /** How far it goes. */
  readonly until: 'draft' | 'submitted' | 'supplement' | 'admitted'
}

const LIKE = '用去标识化的结算数据识别不合理用药与重复收费，给出可解释的审核依据，并支持经办人员复核。'

/** Teams of nobody: names, bodies, phones and numbers are invented. The first two are named on the page of the door. */
const ENTRIES: readonly DemoEntry[] = [
  {
    name: '清算者（演示）',
    title: '住院费用智能审核',
    intro: LIKE,
    captain: '赵示例',
    body: '示例理工大学（虚构）',
    until: 'admitted',
  },
  {
    name: '新起点（演示）',
    title: '长护险需求预测',
    intro: '',
    captain: '钱示例',
    body: '示例师范大学（虚构）',
    until: 'draft',
  },
  {
    name: '慢病同行（演示）',
    title: '慢性病用药依从性提醒',
    intro: '面向慢性病参保人的用药提醒与依从性评估。',
    captain: '孙示例',
    body: '示例人民医院（虚构）',
    until: 'submitted',
  },
  {
    name: '明算（演示）',
    title: '智能审核助手',
    intro: `${LIKE}（二）`,
    captain: '李示例',
    body: '示例科技公司（虚构）',
    until: 'submitted',
  },
  {
    name: '守护线（演示）',
    title: '异地就医欺诈线索发现',
    intro: '发现异地就医中的异常线索。',
    captain: '周示例',
    body: '示例数据研究院（虚构）',
    until: 'supplement',
  },
  {
    name: '蓝图（演示）',
    title: '区域医疗资源画像',
    intro: '以结算数据刻画区域医疗资源使用。',
    captain: '吴示例',
    body: '示例大学医学院（虚构）',
    until: 'admitted',
  },
]

/** Made by the real actions, each only where it was not done yet, so that a killed start goes on. */
export async function makeDemoEntries(core: Core, officer: UserActor, contest: Contest): Promise<void> {
  for (const [place, entry] of ENTRIES.entries()) await makeEntry(core, officer, contest, entry, place + 1)
}

async function makeEntry(
  core: Core,
  officer: UserActor,
  contest: Contest,
  entry: DemoEntry,
  place: number,
): Promise<void> {
  const captain = await demoEntrant(core, entry.captain, place)
  const known = await teamOfEntrant(core.db, contest.id, captain)
  if (known && known.state !== 'draft' && known.state !== 'submitted') return
  const { divisions } = contest.scheme
  const words = { name: entry.name, title: entry.title, intro: entry.intro }
  const division = divisions[(place * 3) % divisions.length]!.code
  const team = known?.id ?? (await createTeam(core, captain, contest.id, { ...words, division })).value.id
  if (known?.state !== 'submitted') {
    await fillIn(core, contest, team, captain, entry, place)
    if (entry.until === 'draft') return
    await submitEntry(core, captain, team, '')
  }
  if (entry.until === 'submitted') return
  const supplement = entry.until === 'supplement'
  await decideEntries(core, officer, contest.id, {
    teams: [team],
    decision: supplement ? 'supplement' : 'admit',
    reason: supplement ? '请补充作品与医保业务的关联说明。' : '',
    until: null,
    mode: 'all',
  })
}

/** Body, seat, real name and signatures; of a draft the last two are left for the visitor. */
async function fillIn(
  core: Core,
  contest: Contest,
  team: string,
  captain: string,
  entry: DemoEntry,
  place: number,
): Promise<void> {
  if ((await bodiesOf(core.db, [team])).get(team)!.length === 0)
    await addBody(core, captain, team, { uscc: demoUscc(place), name: entry.body, lead: true })
  if (entry.until === 'draft') return
  const [body] = (await bodiesOf(core.db, [team])).get(team)!
  const [member] = (await membersOf(core.db, [team])).get(team)!
  await setSeat(core, captain, team, member!.id, { bodyId: body!.id, position: '负责人', student: false })
  if (!member!.realName)
    await verifyEntrant(core, demoRealName, captain, {
      name: entry.captain,
      certno: demoCertno(place),
      paper: null,
    })
  for (const one of contest.scheme.entry.statements)
    await signStatement(core, captain, team, { code: one.code, digest: statementHash(one) })
}

/** `19900009001` and on. */
async function demoEntrant(core: Core, name: string, place: number): Promise<string> {
  const phone = `1990000${9000 + place}`
  const now = core.clock.now()
  const made = await core.db
    .insertInto('contest_entrant')
    .values({ id: uuid7(core.random, now), phone, real_name: 'none', created_at: now })
    .onConflict((conflict) => conflict.column('phone').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made) await changeProfile(core, made.id, { name, email: '' })
  const row = await core.db
    .selectFrom('contest_entrant')
    .select('id')
    .where('phone', '=', phone)
    .executeTakeFirstOrThrow()
  return row.id
}

/** A well-made code of a body that there is not. */
function demoUscc(place: number): string {
  const head = `91310000MADEM${String(place).padStart(4, '0')}`
  return `${head}${usccCheckCharacter(head)}`
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A well-made number of nobody. */
function demoCertno(place: number): string {
  const head = `31000019850101${String(900 + place)}`
  return head + '10X98765432'[WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(head[at]), 0) % 11]
}
