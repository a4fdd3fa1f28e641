import { openOffer, listOffers, type PolicyInput, type Purpose } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { createProduct, listProducts, publishProduct } from '../../supply/catalog/index.ts'
import { stateLegal } from '../../supply/treat/index.ts'
import { BUREAUS } from '../data/regions.ts'
import type { Cast } from './bodies.ts'
import type { Landed } from './datasets.ts'
import { demoProfiles } from './profiles.ts'

/** Code of the bureau's product → open offer. */
export type Offers = ReadonlyMap<string, string>

/** Who acts for each bureau. */
export const OFFICERS: Readonly<Record<string, string>> = {
  '310000': 'sh-officer',
  '320000': 'js-officer',
  '330000': 'zj-officer',
  '340000': 'ah-officer',
}
const TABLES = ['setl_d', 'mdtrt_d', 'setl_list_diag_d'] as const
const YEAR_MS = 366 * 86_400_000
const PURPOSES: Purpose[] = [
  'actuarial_pricing',
  'chronic_disease_research',
  'drug_evaluation',
  'contest_modelling',
  'public_health',
]

export const productCode = (region: string): string => `claims_${region}`

/** One product for each of these bureaus: settlements, visits and diagnoses, offered to any body for a year. */
export async function offerProducts(
  core: Core,
  cast: Cast,
  landed: Landed,
  bureaus: readonly string[],
): Promise<Offers> {
  const offers = new Map<string, string>()
  for (const { code, province, nameEn } of BUREAUS.filter((bureau) => bureaus.includes(bureau.code))) {
    const officer = cast.user(OFFICERS[code]!)
    const productId = await productOf(core, cast, landed, code, province, nameEn.split(' ')[0]!)
    const open = await listOffers(core, { productId, state: 'open', offset: 0, limit: 1 })
    const policy = policyOf(landed, code, core.clock.now() + YEAR_MS)
    const offerId = open.items[0]?.id ?? (await openOffer(core, officer, { productId, policy })).value.id
    offers.set(productCode(code), offerId)
  }
  return offers
}

async function productOf(
  core: Core,
  cast: Cast,
  landed: Landed,
  code: string,
  province: string,
  nameEn: string,
) {
  const officer = cast.user(OFFICERS[code]!)
  const known = await listProducts(core, officer, {
    participantId: officer.participantId,
    offset: 0,
    limit: 50,
  })
  const existing = known.items.find((product) => product.code === productCode(code))
  const productId =
    existing?.id ??
    (await createProduct(core, officer, {
      code: productCode(code),
      titleZh: `${province}医保结算与就诊主题库（合成）`,
      titleEn: `${nameEn}: settlements and visits (synthetic)`,
      summary:
        '结算、就诊和诊断三张表，按结算ID与就诊ID连接；只出统计结果，人数下限10人。Settlements, visits and diagnoses; statistics only, minimum group 10.',
      tables: TABLES.map((table) => ({ name: table, versionId: landed.get(`${code}/${table}`)!.versionId })),
    }))
  if (existing?.state !== 'published') {
    await demoProfiles(
      core,
      officer,
      TABLES.map((table) => landed.get(`${code}/${table}`)!.datasetId),
    )
    await stateLegal(core, officer, productId, legalOf(core.clock.now()))
    await publishProduct(core, officer, productId)
  }
  return productId
}

/** The state and the assessment that every first product of the demo carries. */
export const legalOf = (now: number): Parameters<typeof stateLegal>[3] => ({
  state: 'deidentified',
  assessment: {
    purpose: '按合约约定的用途统计结算与就诊情况，只处理该用途所必需的列，不向使用方提供明细。',
    impact: '结算与诊断属敏感个人信息；主要风险是小组统计与重复查询推断到个人。数据为合成数据。',
    measures: '列级策略与分级底线、最小10人分组、去标识化与项目密钥、全程存证、提供方可随时停用合约。',
    author: '数据专员（演示）',
    date: new Date(now).toISOString().slice(0, 10),
    conclusion: 'acceptable_with_measures',
  },
})

function policyOf(landed: Landed, code: string, until: number): PolicyInput {
  const levels = Object.fromEntries(
    TABLES.map((table) => [table, { ...landed.get(`${code}/${table}`)!.dataset.levels }]),
  )
  const key = (left: string, right: string, column: string): PolicyInput['joinKeys'][number] => [
    { table: left, column },
    { table: right, column },
  ]
  return {
    consumers: 'any',
    purposes: PURPOSES,
    until,
    maxRuns: 1000,
    columns: levels,
    joinKeys: [
      key('setl_d', 'mdtrt_d', 'mdtrt_id'),
      key('setl_d', 'setl_list_diag_d', 'setl_id'),
      key('mdtrt_d', 'setl_list_diag_d', 'mdtrt_id'),
    ],
    minGroup: 10,
    disclosure: DISCLOSURE[code] ?? {},
  }
}

/** Two bureaus ask for more than the minimum group, so that each rule of the check can be seen at work. */
const DISCLOSURE: Readonly<Record<string, PolicyInput['disclosure']>> = {
  '330000': { rounding: 'base5', smallGroups: 'merge' },
  '340000': { dominance: { n: 2, percent: 90 }, pPercent: 10, minInstitutions: 2 },
}
