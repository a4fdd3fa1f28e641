import { z } from 'zod'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { originOf, type Origin, type Runs } from '../../../use/run/index.ts'
import { admitBody, onceOnly, type Sender, senderOf } from '../door.ts'
import { ANSWERS, type Interface, type Request, REQUESTS } from '../fields.ts'
import { SystemCard } from '../model.ts'
import { systemCard } from '../peers.ts'
import { searchCatalog, templateOf } from '../platform/catalog.ts'
import { createContract, type FromConnector } from '../platform/draft.ts'
import { negotiate } from '../platform/negotiate.ts'
import {
  abnormal,
  feedback,
  receiveProof,
  registrate,
  reportExecution,
  terminate,
} from '../platform/perform.ts'
import { tellConnectors } from '../platform/tell.ts'
import { useData } from '../platform/use.ts'
import { readMessage } from '../reading.ts'
import {
  type FromPlatform,
  receiveNegotiation,
  receiveNotice,
  receivePlatformProof,
  receiveStrategy,
  receiveSuspension,
  receiveTermination,
} from '../remote/receive.ts'

const SUMMARIES: Readonly<Record<Interface, string>> = {
  contractTemplate: 'TC609-6-2025-14 合约模板: an offer’s terms, or the policy templates',
  contractCreate: 'TC609-6-2025-14 合约创建: a contract number',
  contractNegotiate: 'TC609-6-2025-14 合约协商: propose, counter, accept, confirm with signatures',
  contractRegistrate: 'TC609-6-2025-14 合约备案: compare what was signed with what was filed',
  contractExecution: 'TC609-6-2025-14 合约履行: report of a use',
  contractTerminate: 'TC609-6-2025-14 合约终止: end',
  strategySend: 'TC609-6-2025-15 策略下发: performance starts',
  executionFeedback: 'TC609-6-2025-15 执行反馈: result of a decision',
  abnormalTermination: 'TC609-6-2025-15 异常终止: stop at once',
  fulfillmentProof: 'TC609-6-2025-15 履约证明: receipt of a use or of a destruction',
  use: 'NDI-TR-2025-05 API 调用: a use under a contract, with its receipt',
  catalog: 'NDI-TR-2025-05 目录查询: offers of this platform',
}

/** Queries that change nothing are not remembered. */
const READS: readonly Interface[] = ['contractTemplate', 'catalog']
/** A proof carries a receipt. */
const BODY_LIMIT = 8 * 1024 * 1024

/** The door for other systems: callers are no users, a token of a known key lets them in. */
export function wireRoutes(app: App, core: Core, runs: Runs): void {
  route(app, {
    method: 'GET',
    url: '/tc609/identity',
    access: 'public',
    summary: 'Identifier and keys of this system, to be compared by another way before they are believed',
    tag: 'tc609',
    response: SystemCard,
    handler: () => systemCard(core),
  })
  for (const kind of Object.keys(REQUESTS) as Interface[])
    route(app, {
      method: 'POST',
      url: `/tc609/${kind}`,
      access: 'public',
      guard: async (request) => void (await senderOf(core, request)),
      summary: SUMMARIES[kind],
      tag: 'tc609',
      bodyLimit: BODY_LIMIT,
      body: z.looseObject({}),
      response: ANSWERS[kind],
      handler: async ({ request, body }) => {
        const sender = await senderOf(core, request)
        await admitBody(core, sender, body)
        const message = readMessage(kind, body) as Request<Interface>
        const work = async (): Promise<Json> => {
          const answer = await handle(core, runs, sender, kind, message, body, originOf(core, request))
          await seen(core, sender)
          return answer as Json
        }
        const contractNumber = 'contractId' in message ? message.contractId : null
        const answer = READS.includes(kind)
          ? await work()
          : await onceOnly(core, sender, { interface: kind, contractNumber }, work)
        return answer as never
      },
    })
}

async function handle(
  core: Core,
  runs: Runs,
  sender: Sender,
  kind: Interface,
  message: Request<Interface>,
  raw: unknown,
  origin: Origin,
): Promise<unknown> {
  if (sender.side === 'connector') return fromPlatform(core, sender, kind, message, raw)
  const answer = await fromConnector(core, runs, sender, kind, message, raw, origin)
  // The sender has its answer for what it did; another connector of the same contract hears of it at once.
  await tellConnectors(core)
  return answer
}

type Any = never

function fromConnector(
  core: Core,
  runs: Runs,
  sender: FromConnector,
  kind: Interface,
  message: Request<Interface>,
  raw: unknown,
  origin: Origin,
): Promise<unknown> {
  const given = message as Any
  switch (kind) {
    case 'contractTemplate':
      return templateOf(core, sender, given)
    case 'contractCreate':
      return createContract(core, sender, given, raw)
    case 'contractNegotiate':
      return negotiate(core, sender, given)
    case 'contractRegistrate':
      return registrate(core, sender, given)
    case 'contractExecution':
      return reportExecution(core, sender, given)
    case 'contractTerminate':
      return terminate(core, sender, given, raw)
    case 'executionFeedback':
      return feedback(core, sender, given, raw)
    case 'abnormalTermination':
      return abnormal(core, sender, given)
    case 'fulfillmentProof':
      return receiveProof(core, sender, given, raw)
    case 'use':
      return useData(core, runs, sender, given, origin)
    case 'catalog':
      return searchCatalog(core, sender, given)
    case 'strategySend':
      throw new XinyuError('TC609_NOT_HERE', { interface: kind, to: 'connector' })
  }
}

function fromPlatform(
  core: Core,
  sender: FromPlatform,
  kind: Interface,
  message: Request<Interface>,
  raw: unknown,
): Promise<unknown> {
  const given = message as Any
  switch (kind) {
    case 'contractNegotiate':
      return receiveNegotiation(core, sender, given)
    case 'strategySend':
      return receiveStrategy(core, sender, given, raw)
    case 'contractTerminate':
      return receiveTermination(core, sender, given, raw)
    case 'abnormalTermination':
      return receiveSuspension(core, sender, given)
    case 'fulfillmentProof':
      return receivePlatformProof(core, sender, given, raw)
    case 'executionFeedback':
    case 'contractExecution':
      return receiveNotice(core, sender, kind, given, raw)
    default:
      throw new XinyuError('TC609_NOT_HERE', { interface: kind, to: 'platform' })
  }
}

/** When the other side was last heard: state of the line, no fact about the space. */
async function seen(core: Core, sender: Sender): Promise<void> {
  const seen_at = core.clock.now()
  if (sender.side === 'platform')
    await core.db
      .updateTable('tc609_connector')
      .set({ seen_at })
      .where('id', '=', sender.connector.id)
      .execute()
  else await core.db.updateTable('tc609_peer').set({ seen_at }).where('id', '=', sender.peer.id).execute()
}
