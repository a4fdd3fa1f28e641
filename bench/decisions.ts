import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { UserActor } from '../src/kernel/index.ts'
import { openSpace } from '../src/app.ts'
import { beginDemo, demoSpace } from '../src/demo/index.ts'
import { approveRequest, contractById, makeRequest, signContract } from '../src/flow/contract/index.ts'
import { listOffers } from '../src/flow/policy/index.ts'
import type { Core } from '../src/safeguard/evidence/index.ts'
import { grantRun } from '../src/use/run/moments/grant.ts'
import { createTools, type Tools } from '../src/use/run/tools.ts'
import { environmentOf, NO_ORIGIN, type Use } from '../src/use/run/use.ts'
import type { Measure } from './run.ts'

const PERSONS = 300
const CLIENTS = 64
const SECONDS = Number(process.env.XINYU_BENCH_SECONDS ?? 8)

/** Decisions with their evidence: a grant that leases counters, and an inline use whole, each answered when durable. */
export async function run(): Promise<Measure[]> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-decisions-'))
  const settings = { logLevel: 'error', demo: { persons: PERSONS, seed: 3 } }
  const opened = await openSpace({ home, create: demoSpace(), settings })
  const { core, runs } = opened
  try {
    await beginDemo(core, runs, () => {})
    const asker = await actorOf(core, 'actuary')
    const one = await contracts(core, 1)
    const many = await contracts(core, 16)
    const tools = createTools(core)
    const inline = (contractId: string) =>
      runs.inline(asker, {
        contractId,
        name: 'bench',
        insured: null,
        fields: ['setl_d.med_type'],
        asked: {},
        answer: async () => ({ value: true, rows: 1, bytes: 4, output: { bench: true } }),
      })
    const leased = (contractId: string) => grant(tools, asker, contractId)
    return [
      ...(await measure('leased grant', 1, one, leased)),
      ...(await measure('leased grant', CLIENTS, one, leased)),
      ...(await measure('leased grant', CLIENTS, many, leased)),
      ...(await measure('inline use, whole', 1, one, inline)),
      ...(await measure('inline use, whole', CLIENTS, one, inline)),
      ...(await measure('inline use, whole', CLIENTS, many, inline)),
    ]
  } finally {
    await opened.stop()
    await rm(home, { recursive: true, force: true })
  }
}

async function grant(tools: Tools, actor: UserActor, contractId: string): Promise<void> {
  const contract = (await contractById(tools.core, contractId))!
  const use: Use = {
    kind: 'query',
    action: 'compute',
    title: null,
    text: 'select 1',
    fields: ['setl_d.med_type'],
    environment: environmentOf(NO_ORIGIN, 'xinyu/gate'),
    facts: { person: null, most: { rows: 10, bytes: 1000 }, enforceable: [] },
  }
  const { value } = await grantRun(tools, actor, contract, use)
  if (value.decision.value !== 'allowed') throw new Error(`denied: ${value.decision.because}`)
}

async function measure(
  name: string,
  clients: number,
  contractIds: readonly string[],
  work: (contractId: string) => Promise<unknown>,
): Promise<Measure[]> {
  await Promise.all(contractIds.map(work))
  const times: number[] = []
  const until = performance.now() + SECONDS * 1000
  const began = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async (_, at) => {
      while (performance.now() < until) {
        const start = performance.now()
        await work(contractIds[at % contractIds.length]!)
        times.push(performance.now() - start)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
  const who = `${clients} client${clients === 1 ? '' : 's'} on ${contractIds.length} contract${contractIds.length === 1 ? '' : 's'}`
  return [
    {
      name: `${name}, ${who}`,
      value: times.length / seconds,
      unit: 'decisions/s',
      note: `with evidence and a rate, a count and an amount leased; median ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms`,
    },
  ]
}

async function contracts(core: Core, count: number): Promise<string[]> {
  const [asker, officer, signer] = [
    await actorOf(core, 'actuary'),
    await actorOf(core, 'sh-officer'),
    await actorOf(core, 'insurer-officer'),
  ]
  const offers = await listOffers(core, { state: 'open', offset: 0, limit: 50 })
  const offer = offers.items.find(({ policy }) => policy.columns.setl_d)!
  const constraint = (operand: 'count' | 'frequency' | 'dataRecord', value: string) =>
    ({ operand, operator: 'lteq', value }) as const
  const ids: string[] = []
  for (let made = 0; made < count; made++) {
    const { value } = await makeRequest(core, asker, {
      offerId: offer.id,
      purpose: 'actuarial_pricing',
      project: { title: `bench ${count} ${made}` },
      reason: 'Measuring decisions with their evidence.',
      policy: {
        ...offer.policy,
        maxRuns: 1_000_000,
        permissions: [
          {
            actions: ['compute', 'read'],
            constraints: [
              constraint('count', '900000'),
              constraint('frequency', '900000/PT1H'),
              constraint('dataRecord', '900000000'),
            ],
          },
        ],
      },
    })
    const { contractId } = (await approveRequest(core, officer, value.id, null)).value
    const { id, hash } = (await contractById(core, contractId!))!
    await signContract(core, signer, id, { hash })
    ids.push(id)
  }
  return ids
}

async function actorOf(core: Core, login: string): Promise<UserActor> {
  const row = await core.db
    .selectFrom('app_user')
    .select(['id', 'participant_id', 'roles'])
    .where('login', '=', login)
    .executeTakeFirstOrThrow()
  return { kind: 'user', userId: row.id, participantId: row.participant_id, roles: row.roles }
}
