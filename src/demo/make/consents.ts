import { askConsent, type ContractPort, listAsks } from '../../flow/consent/index.ts'
import {
  approveRequest,
  contractById,
  listContracts,
  listRequests,
  makeRequest,
  signContract,
} from '../../flow/contract/index.ts'
import { listOffers, openOffer, type PolicyInput } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { createProduct, listProducts, publishProduct } from '../../supply/catalog/index.ts'
import { indexPersons } from '../../supply/source/index.ts'
import { stateLegal } from '../../supply/treat/index.ts'
import { contractIndexed } from '../../use/inline/index.ts'
import type { Cast } from './bodies.ts'
import type { Landed } from './datasets.ts'
import { demoInsured } from './insured.ts'
import { demoProfiles } from './profiles.ts'

const REGION = '310000'
const CODE = `enrolment_${REGION}`
const TABLE = 'psn_insu_d'
/** Opened for verification of single persons; what is only looked at there is no key of any group. */
const OPEN: PolicyInput['columns'] = {
  psn_insu_d: {
    psn_insu_stas: 'group',
    psn_insu_date: 'group',
    paus_insu_date: 'group',
    vali_flag: 'group',
    insutype: 'group',
    insu_admdvs: 'group',
  },
  psn_info_b: { brdy: 'compare', vali_flag: 'group' },
  staf_psn_clct_detl_d: {
    accrym_begn: 'compare',
    accrym_end: 'compare',
    clct_flag: 'group',
    vali_flag: 'group',
  },
  rsdt_psn_clct_detl_d: {
    accrym_begn: 'compare',
    accrym_end: 'compare',
    clct_flag: 'group',
    vali_flag: 'group',
  },
  setl_d: { setl_time: 'compare', psn_pay: 'measure', vali_flag: 'group' },
}
const TABLES = Object.keys(OPEN)
const DAY_MS = 86_400_000
const YEAR_MS = 366 * DAY_MS
const PURPOSE = 'enrolment_verification'

/** Product and contract by which the insurer may verify single persons who consent. Each step once. */
export async function makeVerification(core: Core, cast: Cast, landed: Landed): Promise<string> {
  const productId = await productOf(core, cast, landed)
  const officer = cast.user('sh-officer')
  const open = await listOffers(core, { productId, state: 'open', offset: 0, limit: 1 })
  const policy = policyOf(core.clock.now() + YEAR_MS)
  const offerId = open.items[0]?.id ?? (await openOffer(core, officer, { productId, policy })).value.id
  return contractOf(core, cast, productId, offerId)
}

/** One ask that waits for a demo person to answer it; persons and answers are made findable first. */
export async function makeConsents(core: Core, cast: Cast, contractId: string) {
  await indexPersons(core)
  const contract = (await contractById(core, contractId))!
  // The other tables are made ready meanwhile.
  await contractIndexed(core, contractId, [TABLE])
  const actor = cast.user('insurer-officer')
  const before = await listAsks(core, actor, { offset: 0, limit: 1 })
  const person = (await demoInsured(core)).find((one) => one.about === 'asked')
  if (before.total > 0 || !person) return
  const contracts: ContractPort = { purposeOf: async () => contract.terms.purpose }
  await askConsent(
    core,
    actor,
    {
      certno: person.certno,
      contractId,
      purpose: PURPOSE,
      scopes: ['enrolment', 'enrolment_kind'],
      kind: 'standing',
      until: core.clock.now() + 180 * DAY_MS,
      reason: '您申请了一份商业医疗保险，我们需要核实您是否已参加基本医保。',
    },
    contracts,
  )
}

async function productOf(core: Core, cast: Cast, landed: Landed): Promise<string> {
  const officer = cast.user('sh-officer')
  const { participantId } = officer
  const known = await listProducts(core, officer, { participantId, offset: 0, limit: 50 })
  const existing = known.items.find((product) => product.code === CODE)
  const tables = TABLES.map((name) => ({ name, ...landed.get(`${REGION}/${name}`)! }))
  const productId =
    existing?.id ??
    (await createProduct(core, officer, {
      code: CODE,
      titleZh: '上海参保人核验（合成）',
      titleEn: 'Shanghai: verification of single persons (synthetic)',
      summary:
        '经参保人本人授权后，核验其是否参保、险种与参保地，以及缴费月数、年龄、年度个人负担的档次和参保连续性评分；一次一人，逐次存证。Verifies one person with the person’s own consent: enrolment, kind and place, bands of contributions, age and own expense, and a score of continuity.',
      tables: tables.map(({ name, versionId }) => ({ name, versionId })),
    }))
  if (existing?.state !== 'published') {
    await demoProfiles(
      core,
      officer,
      tables.map((table) => table.datasetId),
    )
    await stateLegal(core, officer, productId, legalOf(core.clock.now()))
    await publishProduct(core, officer, productId)
  }
  return productId
}

const legalOf = (now: number): Parameters<typeof stateLegal>[3] => ({
  state: 'deidentified',
  assessment: {
    purpose: '经参保人授权核验其参保与缴费情况，只返回是或否、档次或评分，不返回明细记录。',
    impact: '参保状态属个人信息；主要风险是未经授权的查询和借结果猜测某人是否在库。数据为合成数据。',
    measures: '逐次核对有效授权，拒绝时不透露任何情况，按次存证并向本人公开，本人可随时撤回。',
    author: '数据专员（演示）',
    date: new Date(now).toISOString().slice(0, 10),
    conclusion: 'acceptable_with_measures',
  },
})

const policyOf = (until: number): PolicyInput => ({
  consumers: 'any',
  purposes: [PURPOSE],
  until,
  maxRuns: 100_000,
  columns: OPEN,
  joinKeys: [],
  singlePerson: true,
})

async function contractOf(core: Core, cast: Cast, productId: string, offerId: string): Promise<string> {
  const asker = cast.user('insurer-officer')
  const page = { offset: 0, limit: 200 }
  const mine = { side: 'consumer', participantId: asker.participantId, ...page } as const
  const standing = (await listContracts(core, mine)).items.find((one) => one.terms.productId === productId)
  if (standing && standing.state !== 'signing') return standing.id
  if (!standing) {
    const out = { direction: 'out', participantId: asker.participantId, ...page } as const
    const known = (await listRequests(core, out)).items.find((request) => request.offerId === offerId)
    const requestId =
      known?.id ??
      (
        await makeRequest(core, asker, {
          offerId,
          purpose: PURPOSE,
          project: { title: '投保与理赔参保核验' },
          reason: '投保与理赔时核实客户是否已参加基本医保，逐人取得本人授权。',
        })
      ).value.id
    await approveRequest(core, cast.user('sh-officer'), requestId, '同意；须逐人取得参保人授权。')
  }
  const made = (await listContracts(core, mine)).items.find((one) => one.terms.productId === productId)!
  if (made.state === 'signing') await signContract(core, asker, made.id, { hash: made.hash })
  return made.id
}
