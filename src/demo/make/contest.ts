import {
  approveRequest,
  contractById,
  listProjects,
  listRequests,
  makeRequest,
  prepareProjectTables,
  signContract,
} from '../../flow/contract/index.ts'
import { listOffers, openOffer, type PolicyInput } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { createProduct, listProducts, publishProduct } from '../../supply/catalog/index.ts'
import { projectTables, stateLegal } from '../../supply/treat/index.ts'
import type { Cast } from './bodies.ts'
import type { Landed } from './datasets.ts'
import { demoProfiles } from './profiles.ts'
import { legalOf } from './products.ts'

const REGION = '310000'
export const CONTEST_CODE = `contest_${REGION}`
const TABLES = ['setl_d', 'setl_list_diag_d'] as const
const YEAR_MS = 366 * 86_400_000
export const CONTEST_PROJECT = '赛题：住院费用预测（数据沙箱）'

/**
 * What a contest team works on in its seats: a product whose offer lets models and files leave after two checkers, and
 * the team's contract. Its tables are prepared when the first seat asks for them.
 */
export async function makeContest(core: Core, cast: Cast, landed: Landed): Promise<void> {
  const productId = await productOf(core, cast, landed)
  const open = await listOffers(core, { productId, state: 'open', offset: 0, limit: 1 })
  const policy = policyOf(landed, core.clock.now() + YEAR_MS)
  const officer = cast.user('sh-officer')
  const offerId = open.items[0]?.id ?? (await openOffer(core, officer, { productId, policy })).value.id
  await contractOf(core, cast, offerId)
}

/** Has the tables of the team's project prepared, once, so that its first seat need not wait for them. */
export async function prepareContest(core: Core, cast: Cast): Promise<void> {
  const lead = cast.user('team-a-lead')
  const project = (await listProjects(core, lead.participantId)).find(
    ({ title }) => title === CONTEST_PROJECT,
  )
  if (!project || (await projectTables(core, project.id)).length > 0) return
  const jobs = await core.jobs.list({ ownerParticipant: lead.participantId })
  if (jobs.some(({ kind, state }) => kind === 'prepare' && ['queued', 'active'].includes(state))) return
  await prepareProjectTables(core, lead, project.id)
}

async function productOf(core: Core, cast: Cast, landed: Landed): Promise<string> {
  const officer = cast.user('sh-officer')
  const { participantId } = officer
  const known = await listProducts(core, officer, { participantId, offset: 0, limit: 50 })
  const existing = known.items.find((product) => product.code === CONTEST_CODE)
  const tables = TABLES.map((name) => ({ name, ...landed.get(`${REGION}/${name}`)! }))
  const productId =
    existing?.id ??
    (await createProduct(core, officer, {
      code: CONTEST_CODE,
      titleZh: '上海住院费用建模赛题数据（合成）',
      titleEn: 'Shanghai: contest data for modelling the cost of stays (synthetic)',
      summary:
        '结算与诊断两张去标识化数据表，在封闭席位中探查、调用和建模；结果、图表与模型经两名审核员审核后出域。Two de-identified tables to explore and model in closed seats; results, charts and models leave after two checkers.',
      tables: tables.map(({ name, versionId }) => ({ name, versionId })),
    }))
  if (existing?.state !== 'published') {
    await demoProfiles(
      core,
      officer,
      tables.map(({ datasetId }) => datasetId),
    )
    await stateLegal(core, officer, productId, legalOf(core.clock.now()))
    await publishProduct(core, officer, productId)
  }
  return productId
}

function policyOf(landed: Landed, until: number): PolicyInput {
  const levels = TABLES.map((table) => [table, { ...landed.get(`${REGION}/${table}`)!.dataset.levels }])
  return {
    consumers: 'any',
    purposes: ['contest_modelling'],
    until,
    maxRuns: 100_000,
    columns: Object.fromEntries(levels) as PolicyInput['columns'],
    joinKeys: [
      [
        { table: 'setl_d', column: 'setl_id' },
        { table: 'setl_list_diag_d', column: 'setl_id' },
      ],
    ],
    minGroup: 10,
    disclosure: { outputs: ['table', 'chart', 'model', 'report', 'file'], checkers: 2 },
  }
}

async function contractOf(core: Core, cast: Cast, offerId: string): Promise<void> {
  const lead = cast.user('team-a-lead')
  const mine = { direction: 'out', participantId: lead.participantId, offset: 0, limit: 200 } as const
  const known = (await listRequests(core, mine)).items.find((request) => request.offerId === offerId)
  const requestId =
    known?.id ??
    (
      await makeRequest(core, lead, {
        offerId,
        purpose: 'contest_modelling',
        project: { title: CONTEST_PROJECT },
        reason: '在封闭席位中用结算与诊断数据训练住院费用预测模型，只带走经审核的指标与模型。',
      })
    ).value.id
  const contractId =
    known?.state === 'approved'
      ? known.contractId
      : (await approveRequest(core, cast.user('sh-officer'), requestId, '同意参赛使用，结果须经双人审核。'))
          .value.contractId
  const contract = contractId === null ? undefined : await contractById(core, contractId)
  if (contract?.state === 'signing') await signContract(core, lead, contract.id, { hash: contract.hash })
}
