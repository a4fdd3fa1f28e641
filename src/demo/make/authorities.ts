import type { UserActor } from '../../kernel/actor.ts'
import { acceptLink, type Fees, makeLink, type Scope, setRule } from '../../flow/authority/index.ts'
import { listOffers, openOffer } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { createProduct, listProducts, listZones, publishProduct } from '../../supply/catalog/index.ts'
import { BUREAUS } from '../data/regions.ts'
import type { Cast } from './bodies.ts'
import type { Landed } from './datasets.ts'
import { OFFICERS } from './products.ts'

const YEAR_MS = 365 * 86_400_000

interface Onward {
  /** Officer of the 二级开发主体. */
  readonly officer: string
  readonly purposes: Scope['purposes']
  readonly fees: Fees
  /** False: it waits for its grantee, so that there is something to accept. */
  readonly accepted: boolean
}

const FREE: Fees = { basis: 'free', fen: 0, percent: null, note: '公共治理与公益用途无偿使用' }
const YEARLY: Fees = {
  basis: 'yearly',
  fen: 1_200_000_00,
  percent: null,
  note: '公共数据运营服务费（示例价）',
}
const SHARE: Fees = { basis: 'share', fen: 0, percent: 8, note: '按数据产品收入分成（示例）' }

/** What each bureau's data is operated for further down. */
const ONWARD: Readonly<Record<string, Onward>> = {
  '310000': {
    officer: 'insurer-officer',
    purposes: ['actuarial_pricing', 'underwriting', 'claims_settlement'],
    fees: YEARLY,
    accepted: true,
  },
  '330000': {
    officer: 'pharma-officer',
    purposes: ['drug_evaluation', 'chronic_disease_research'],
    fees: SHARE,
    accepted: true,
  },
  '340000': {
    officer: 'bank-officer',
    purposes: ['chronic_disease_research'],
    fees: SHARE,
    accepted: false,
  },
}

/** What the operating body may do with a bureau's claims data. */
const WHOLE: Omit<Scope, 'zones'> = {
  datasets: [],
  purposes: ['public_management', 'commercial_insurance', 'research', 'innovation'],
  actions: [
    'access',
    'read',
    'compute',
    'download',
    'process',
    'transform',
    'desensitize',
    'delivery',
    'grantUse',
  ],
  columns: null,
}

const USE: Scope['actions'] = ['access', 'read', 'compute', 'download']

/**
 * Chains 实施机构 → 运营机构 → 二级开发主体 over the claims data of these bureaus. Made before contracts, which then rest
 * on them; a chain that stands already is left as it is.
 */
export async function claimAuthorities(core: Core, cast: Cast, bureaus: readonly string[]): Promise<void> {
  const zoneId = await zoneOf(core, 'claims')
  for (const { code } of BUREAUS.filter((bureau) => bureaus.includes(bureau.code))) {
    const onward = ONWARD[code]
    await chain(core, cast, {
      grantor: cast.user(OFFICERS[code]!),
      scope: { ...WHOLE, zones: [zoneId] },
      onward: onward ? [onward] : [],
    })
  }
}

const ENTITY = 'public/legal_entity'

/**
 * Public data 公共数据专区: there an authority is always required, so that a request without one is seen to fail. The
 * insurer has one, the bank has one to accept, everybody else has none.
 */
export async function publicAuthorities(core: Core, cast: Cast, landed: Landed): Promise<void> {
  const zoneId = await zoneOf(core, 'public_data')
  const officer = cast.user('public-officer')
  const known = await core.db
    .selectFrom('authority_rule')
    .select('id')
    .where('about_id', '=', zoneId)
    .executeTakeFirst()
  if (!known) {
    await setRule(core, cast.user('organiser'), {
      about: 'zone',
      aboutId: zoneId,
      rule: { authority: 'required', publicData: true, implementing: [officer.participantId] },
    })
  }
  await chain(core, cast, {
    grantor: officer,
    scope: { ...WHOLE, zones: [zoneId] },
    onward: [
      { officer: 'insurer-officer', purposes: ['actuarial_pricing'], fees: FREE, accepted: true },
      { officer: 'bank-officer', purposes: ['research'], fees: FREE, accepted: false },
    ],
  })
  await offerEntities(core, officer, landed)
}

interface NewChain {
  readonly grantor: UserActor
  readonly scope: Scope
  readonly onward: readonly Onward[]
}

async function chain(core: Core, cast: Cast, { grantor, scope, onward }: NewChain): Promise<void> {
  const operator = cast.user('organiser')
  const from = core.clock.now()
  const term = { from, until: from + 3 * YEAR_MS }
  const first = await link(core, grantor, operator, {
    parentId: null,
    scope,
    ...term,
    fees: FREE,
    accepted: true,
  })
  // Somebody withdrew it meanwhile: it stays so.
  if (!first.live) return
  for (const { officer, purposes, fees, accepted } of onward) {
    await link(core, operator, cast.user(officer), {
      parentId: first.id,
      scope: { ...scope, purposes, actions: USE },
      from: first.from,
      until: first.from + 2 * YEAR_MS,
      fees,
      accepted,
    })
  }
}

interface NewDemoLink {
  readonly parentId: string | null
  readonly scope: Scope
  readonly from: number
  readonly until: number
  readonly fees: Fees
  readonly accepted: boolean
}

/** The link between these two, as it is, or a new one. */
async function link(
  core: Core,
  grantor: UserActor,
  grantee: UserActor,
  { accepted, ...terms }: NewDemoLink,
): Promise<{ id: string; from: number; live: boolean }> {
  const found = await core.db
    .selectFrom('authority')
    .select(['id', 'from_at', 'state'])
    .where('grantor_id', '=', grantor.participantId)
    .where('grantee_id', '=', grantee.participantId)
    .where('parent_id', terms.parentId === null ? 'is' : '=', terms.parentId)
    .executeTakeFirst()
  const id =
    found?.id ?? (await makeLink(core, grantor, { ...terms, granteeId: grantee.participantId })).value.id
  if (accepted && (found === undefined || found.state === 'offered')) await acceptLink(core, grantee, id)
  const live = found === undefined || ['offered', 'accepted'].includes(found.state)
  return { id, from: found?.from_at ?? terms.from, live }
}

/** 法人基础信息 as a product: it has no persons in it, and stands in the zone that requires an authority. */
async function offerEntities(core: Core, officer: UserActor, landed: Landed): Promise<void> {
  const code = 'public_entities'
  const { participantId } = officer
  const page = { offset: 0, limit: 50 }
  const known = await listProducts(core, officer, { participantId, ...page })
  const existing = known.items.find((product) => product.code === code)
  const productId =
    existing?.id ??
    (await createProduct(core, officer, {
      code,
      titleZh: '上海法人基础信息统计（合成）',
      titleEn: 'Shanghai legal entities, statistics (synthetic)',
      summary:
        '按行业、区划和状态统计法人数；位于公共数据专区，使用须有授权链。Legal entities by trade, region and state; an authority is required.',
      tables: [{ name: 'legal_entity', versionId: landed.get(ENTITY)!.versionId }],
    }))
  if (existing?.state !== 'published') await publishProduct(core, officer, productId)
  const open = await listOffers(core, { productId, state: 'open', ...page })
  if (open.items.length > 0) return
  await openOffer(core, officer, {
    productId,
    policy: {
      consumers: 'any',
      purposes: ['actuarial_pricing', 'research', 'service_improvement'],
      until: core.clock.now() + YEAR_MS,
      maxRuns: 200,
      columns: {
        legal_entity: { entity_type: 'group', region: 'group', industry_code: 'group', status: 'group' },
      },
      joinKeys: [],
    },
  })
}

async function zoneOf(core: Core, code: string): Promise<string> {
  const zone = (await listZones(core)).find((one) => one.code === code)
  if (!zone) throw new Error(`the demo has no zone ${code}`)
  return zone.id
}
