import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { HomeNumber, HomeView } from './model.ts'

const DAY_MS = 86_400_000
/** The space's day begins at midnight of China Standard Time. */
const CST_MS = 8 * 3_600_000

/** ms at which today began. */
export const startOfDay = (now: number): number => Math.floor((now + CST_MS) / DAY_MS) * DAY_MS - CST_MS

type Side = 'provider_id' | 'consumer_id'

const count = async (query: { executeTakeFirstOrThrow(): Promise<{ count: number }> }): Promise<number> =>
  (await query.executeTakeFirstOrThrow()).count

/** What flows through the space: one line for everybody. */
export async function flowNumbers(core: Core): Promise<HomeView['flow']> {
  const today = startOfDay(core.clock.now())
  const { db } = core
  const landed = await db
    .selectFrom('dataset_version')
    .select((eb) => [
      eb.fn.count<number>('dataset_id').distinct().as('datasets'),
      eb.fn.coalesce(eb.fn.sum<string>('rows'), eb.lit(0)).as('rows'),
    ])
    .executeTakeFirstOrThrow()
  const runs = await db
    .selectFrom('run')
    .where('created_at', '>=', today)
    .select((eb) => [
      eb.fn.countAll<number>().as('all'),
      eb.fn.count<number>('id').filterWhere('state', 'in', ['released', 'withheld']).as('released'),
    ])
    .executeTakeFirstOrThrow()
  return {
    datasets: landed.datasets,
    rows: Number(landed.rows),
    products: await count(
      db
        .selectFrom('product')
        .where('state', '=', 'published')
        .select((eb) => eb.fn.countAll<number>().as('count')),
    ),
    contracts: await count(
      db
        .selectFrom('contract')
        .where('state', '=', 'active')
        .select((eb) => eb.fn.countAll<number>().as('count')),
    ),
    runsToday: runs.all,
    releasedToday: runs.released,
  }
}

/** Four numbers that matter to this role. */
export function numbersFor(core: Core, actor: UserActor): Promise<HomeNumber[]> {
  if (actor.roles.includes('data_officer') || actor.roles.includes('steward'))
    return providerNumbers(core, actor)
  if (actor.roles.includes('developer')) return consumerNumbers(core, actor)
  return officerNumbers(core)
}

async function providerNumbers(core: Core, actor: UserActor): Promise<HomeNumber[]> {
  const own = actor.participantId
  const waiting = await count(
    core.db
      .selectFrom('access_request')
      .where('provider_id', '=', own)
      .where('state', '=', 'waiting')
      .where('turn', '=', 'provider')
      .select((eb) => eb.fn.countAll<number>().as('count')),
  )
  const rows = await core.db
    .selectFrom('dataset_version')
    .innerJoin('dataset', 'dataset.id', 'dataset_version.dataset_id')
    .where('dataset.participant_id', '=', own)
    .select((eb) => eb.fn.coalesce(eb.fn.sum<string>('dataset_version.rows'), eb.lit(0)).as('rows'))
    .executeTakeFirstOrThrow()
  return [
    { key: 'waitingRequests', value: waiting, link: '/requests' },
    { key: 'ownRows', value: Number(rows.rows), link: '/datasets?mine=true' },
    {
      key: 'activeContracts',
      value: await contracts(core, 'provider_id', own),
      link: '/contracts?side=provider',
    },
    ...(await runNumbers(core, 'provider_id', own)),
  ]
}

async function consumerNumbers(core: Core, actor: UserActor): Promise<HomeNumber[]> {
  const own = actor.participantId
  const left = await core.db
    .selectFrom('contract')
    .where('consumer_id', '=', own)
    .where('state', '=', 'active')
    .select((eb) =>
      eb.fn.coalesce(eb.fn.sum<string>(eb('max_runs', '-', eb.ref('runs_used'))), eb.lit(0)).as('left'),
    )
    .executeTakeFirstOrThrow()
  const offers = await count(
    core.db
      .selectFrom('offer')
      .where('state', '=', 'open')
      .select((eb) => eb.fn.countAll<number>().as('count')),
  )
  return [
    { key: 'activeContracts', value: await contracts(core, 'consumer_id', own), link: '/contracts' },
    { key: 'runsLeft', value: Number(left.left), link: '/contracts' },
    ...(await runNumbers(core, 'consumer_id', own)),
    { key: 'openOffers', value: offers, link: '/products' },
  ]
}

async function officerNumbers(core: Core): Promise<HomeNumber[]> {
  const { db } = core
  const bodies = await count(
    db.selectFrom('participant').select((eb) => eb.fn.countAll<number>().as('count')),
  )
  const users = await count(db.selectFrom('app_user').select((eb) => eb.fn.countAll<number>().as('count')))
  const active = await count(
    db
      .selectFrom('contract')
      .where('state', '=', 'active')
      .select((eb) => eb.fn.countAll<number>().as('count')),
  )
  const refused = await count(
    db
      .selectFrom('run')
      .where('state', 'in', ['refused', 'denied'])
      .where('created_at', '>=', startOfDay(core.clock.now()))
      .select((eb) => eb.fn.countAll<number>().as('count')),
  )
  return [
    { key: 'bodies', value: bodies, link: '/participants' },
    { key: 'users', value: users, link: '/users' },
    { key: 'activeContracts', value: active, link: '/contracts' },
    { key: 'refusedToday', value: refused, link: '/runs?state=refused' },
  ]
}

const contracts = (core: Core, side: Side, own: string): Promise<number> =>
  count(
    core.db
      .selectFrom('contract')
      .where(side, '=', own)
      .where('state', '=', 'active')
      .select((eb) => eb.fn.countAll<number>().as('count')),
  )

async function runNumbers(core: Core, side: Side, own: string): Promise<HomeNumber[]> {
  const today = await core.db
    .selectFrom('run')
    .where(side, '=', own)
    .where('created_at', '>=', startOfDay(core.clock.now()))
    .select((eb) => [
      eb.fn.count<number>('id').filterWhere('state', 'in', ['released', 'withheld']).as('released'),
      eb.fn.count<number>('id').filterWhere('state', 'in', ['refused', 'denied']).as('refused'),
    ])
    .executeTakeFirstOrThrow()
  const sub = { key: 'refused', params: { count: today.refused } }
  return [{ key: 'releasedToday', value: today.released, sub, link: '/runs' }]
}
