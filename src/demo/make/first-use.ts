import {
  approveRequest,
  contractById,
  listContracts,
  listRequests,
  makeRequest,
  signContract,
} from '../../flow/contract/index.ts'
import type { Purpose } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { listRuns, type Runs } from '../../use/run/index.ts'
import type { Cast } from './bodies.ts'
import { type Offers, productCode } from './products.ts'

interface Use {
  readonly offer: string
  readonly asker: string
  /** Who accepts and signs for the provider, and who signs for the consumer; null: still waited for. */
  readonly officer: string | null
  readonly signer: string | null
  readonly purpose: Purpose
  readonly project: string
  readonly reason: string
}

/** The contracts that stand in the demo; one waits for the consumer's signature, one request for an answer. */
const USES: readonly Use[] = [
  {
    offer: productCode('310000'),
    asker: 'actuary',
    officer: 'sh-officer',
    signer: 'insurer-officer',
    purpose: 'actuarial_pricing',
    project: '城市定制型商业医疗险定价',
    reason: '测算住院与门诊次均费用、基金支付比例，用于普惠型商业医疗保险定价。',
  },
  {
    offer: productCode('330000'),
    asker: 'pharma',
    officer: 'zj-officer',
    signer: 'pharma-officer',
    purpose: 'drug_evaluation',
    project: '高血压用药真实世界研究',
    reason: '比较不同诊断人群的就诊次数与费用，评价高血压用药的真实世界效果。',
  },
  {
    offer: productCode('320000'),
    asker: 'team-a-lead',
    officer: null,
    signer: null,
    purpose: 'contest_modelling',
    project: '赛题：住院费用预测',
    reason: '参赛作品需要按医院等级与诊断统计住院费用，训练费用预测模型。',
  },
  {
    offer: productCode('340000'),
    asker: 'bank-developer',
    officer: 'ah-officer',
    signer: null,
    purpose: 'chronic_disease_research',
    project: '慢病人群健康金融服务研究',
    reason: '按病种统计门诊慢特病人群的就诊频次与负担，研究健康金融服务的可行性。',
  },
]

/** What the first release of the demo answers. The workbench opens with a query of its own, made of the contract's terms. */
export const FIRST_QUERY = `select s.med_type, s.hosp_lv,
       count(distinct s.psn_no) as persons,
       avg(s.medfee_sumamt) as mean_cost,
       sum(s.fund_pay_sumamt) as fund_paid
from setl_d s
where s.year = '2025'
group by s.med_type, s.hosp_lv
order by persons desc`

const REFUSED_QUERY = `select psn_no, sum(medfee_sumamt) as cost
from setl_d
group by psn_no`

/** Requests, and the contracts that come of them, under those offers that are open by now. */
export async function makeContracts(core: Core, cast: Cast, offers: Offers): Promise<void> {
  for (const use of USES) {
    const offerId = offers.get(use.offer)
    if (offerId !== undefined) await contractFor(core, cast, offerId, use)
  }
}

/** One refused query and one released result, once. */
export async function firstUse(core: Core, runs: Runs, cast: Cast): Promise<void> {
  const actuary = cast.user('actuary')
  const page = { offset: 0, limit: 10 }
  const { items } = await listContracts(core, {
    side: 'consumer',
    participantId: actuary.participantId,
    state: 'active',
    ...page,
  })
  const contract = items.find((one) => one.terms.purpose === 'actuarial_pricing')
  if (!contract) throw new Error('the demo has no contract for its first use')
  const before = await listRuns(core, actuary, { contractId: contract.id, ...page })
  if (before.items.some((run) => run.state === 'released')) return
  await runs.run(actuary, {
    contractId: contract.id,
    kind: 'query',
    title: '逐人费用（会被拒绝）',
    sql: REFUSED_QUERY,
  })
  const runId = await runs.run(actuary, {
    contractId: contract.id,
    kind: 'query',
    title: '按就医方式与医院等级的次均费用',
    sql: FIRST_QUERY,
  })
  const released = (await listRuns(core, actuary, { contractId: contract.id, ...page })).items.find(
    (run) => run.id === runId,
  )
  if (released?.state !== 'released') {
    throw new Error(`the first use of the demo ended ${released?.state}: ${released?.problem?.en ?? ''}`)
  }
}

async function contractFor(core: Core, cast: Cast, offerId: string, use: Use): Promise<void> {
  const asker = cast.user(use.asker)
  const mine = { direction: 'out', participantId: asker.participantId, offset: 0, limit: 200 } as const
  const known = (await listRequests(core, mine)).items.find((request) => request.offerId === offerId)
  const requestId =
    known?.id ??
    (
      await makeRequest(core, asker, {
        offerId,
        purpose: use.purpose,
        project: { title: use.project },
        reason: use.reason,
      })
    ).value.id
  if (use.officer === null) return
  const contractId =
    known?.state === 'approved'
      ? known.contractId
      : (await approveRequest(core, cast.user(use.officer), requestId, '同意，限用途内使用。')).value
          .contractId
  const contract = contractId === null ? undefined : await contractById(core, contractId)
  if (use.signer === null || contract?.state !== 'signing') return
  await signContract(core, cast.user(use.signer), contract.id, { hash: contract.hash })
}
