import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db, Tx } from '../../platform/postgres/tables.ts'
import { type Bar, checkBar, type Matter, type Person, releaseBar, revokeBar } from './duty.ts'
import type { Airlock } from './ports.ts'
import { type RequestRow, requestRow } from './store.ts'

/** Users as the register knows them now: a session may be older than what was taken from them. */
export async function personsOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('app_user')
    .innerJoin('participant', 'participant.id', 'app_user.participant_id')
    .select([
      'app_user.id',
      'app_user.participant_id',
      'app_user.state',
      'app_user.roles',
      'participant.state as body_state',
      'participant.roles as body_roles',
    ])
    .where('app_user.id', 'in', [...new Set(ids)])
    .execute()
  const persons = rows.map(
    (row): Person => ({
      userId: row.id,
      participantId: row.participant_id,
      state: row.state,
      roles: row.roles,
      bodyState: row.body_state,
      bodyRoles: row.body_roles,
    }),
  )
  return new Map(persons.map((person) => [person.userId, person]))
}

/** Nobody that the register does not know. @throws XinyuError NOT_SIGNED_IN */
export async function personOf(db: Db | Tx, actor: UserActor): Promise<Person> {
  const person = (await personsOf(db, [actor.userId])).get(actor.userId)
  if (!person) throw new XinyuError('NOT_SIGNED_IN')
  return person
}

/** Who may not judge each of the requests: by the contracts that they come under, their teams, declared interests. */
export async function mattersOf(db: Db | Tx, rows: readonly RequestRow[]): Promise<Map<string, Matter>> {
  const ids = [...new Set(rows.flatMap((row) => row.contract_ids))]
  const contracts = ids.length === 0 ? [] : await partiesOf(db, ids)
  const rivals = await rivalsOf(db, [...new Set(contracts.map((one) => one.product_id))])
  const projects = [...new Set(rows.map((row) => row.project_id))]
  const interests =
    projects.length === 0
      ? []
      : await db
          .selectFrom('airlock_interest')
          .select(['user_id', 'project_id'])
          .where('project_id', 'in', projects)
          .execute()
  return new Map(
    rows.map((row) => {
      const own = contracts.filter((one) => row.contract_ids.includes(one.id))
      const products = own.map((one) => one.product_id)
      return [
        row.id,
        {
          authorId: row.author_id,
          consumerId: row.consumer_id,
          providerIds: own.map((one) => one.provider_id),
          rivalIds: rivals.filter((one) => products.includes(one.product_id)).map((one) => one.consumer_id),
          team: row.team,
          interested: interests.filter((one) => one.project_id === row.project_id).map((one) => one.user_id),
        },
      ]
    }),
  )
}

const partiesOf = (db: Db | Tx, ids: readonly string[]) =>
  db
    .selectFrom('contract')
    .select(['id', 'provider_id', 'product_id'])
    .where('id', 'in', [...ids])
    .execute()

const rivalsOf = async (db: Db | Tx, products: readonly string[]) =>
  products.length === 0
    ? []
    : db
        .selectFrom('contract')
        .select(['product_id', 'consumer_id'])
        .distinct()
        .where('product_id', 'in', [...products])
        .execute()

/**
 * Everybody who was in the seat of a request, also since it was handed in. Asked before a transaction begins: it may
 * need a connection of its own.
 */
export async function presentIn({ core, ports }: Airlock, requestId: string): Promise<readonly string[]> {
  const { seat_id } = await requestRow(core.db, requestId)
  return seat_id === null ? [] : ports.files.people(seat_id)
}

/** The matter of one request, with those who were in the seat. */
export async function matterOf(db: Db | Tx, row: RequestRow, present: readonly string[]): Promise<Matter> {
  const matter = (await mattersOf(db, [row])).get(row.id)!
  return { ...matter, team: [...matter.team, ...present] }
}

const BARS = { check: checkBar, release: releaseBar, revoke: revokeBar } as const

const WHY: Readonly<Record<Bar, { zh: string; en: string }>> = {
  inactive: { zh: '账号或所属主体未启用', en: 'your account or your body is not active' },
  role: { zh: '不具备所需角色', en: 'you do not hold a role for it' },
  author: { zh: '您是申请人', en: 'you are its author' },
  team: { zh: '您参与过该申请或进入过该席位', en: 'you took part in it or were in the seat' },
  body: { zh: '您所在主体不得审核该申请', en: 'people of your body may not judge it' },
  rival: { zh: '您所在主体也在使用同一数据', en: 'your body uses the same data for itself' },
  interest: { zh: '您已申报利害关系', en: 'you declared an interest' },
}

/** Separation of duty, by the register of this moment. @throws XinyuError AIRLOCK_SEPARATED */
export async function mustBeFit(
  db: Db | Tx,
  actor: UserActor,
  row: RequestRow,
  act: keyof typeof BARS,
  present: readonly string[],
): Promise<Person> {
  const person = await personOf(db, actor)
  const bar = BARS[act](person, await matterOf(db, row, present))
  if (bar !== null) throw new XinyuError('AIRLOCK_SEPARATED', { whyZh: WHY[bar].zh, whyEn: WHY[bar].en })
  return person
}
