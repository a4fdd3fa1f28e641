import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSpace } from '../src/app.ts'
import type { UserActor } from '../src/kernel/actor.ts'
import { makeUscc } from '../src/demo/checks.ts'
import { approveRequest, contractById, makeRequest, signContract } from '../src/flow/contract/index.ts'
import { openOffer } from '../src/flow/policy/index.ts'
import type { Core } from '../src/safeguard/evidence/index.ts'
import { seedDemo } from '../src/safeguard/identity/index.ts'
import { createProduct, landVersion, publishProduct, registerDataset } from '../src/supply/catalog/index.ts'
import { systemActor } from '../src/kernel/actor.ts'
import { uuid7 } from '../src/kernel/random.ts'

interface Measurement {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note: string
}

const MAKER = systemActor('demo')
const YEAR_MS = 365 * 86_400_000

/**
 * Complete contracts, from the request under an offer to filed and in force: request, acceptance, two signatures,
 * filing, each its own action with durable evidence. Own child PostgreSQL; at most a minute.
 */
export async function run(): Promise<Measurement[]> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-contracts-'))
  const opened = await openSpace({
    home,
    create: { nameZh: '测量', nameEn: 'bench', demo: false },
    settings: {
      logLevel: 'error',
      poolSize: 32,
      products: { assessment: 'optional' },
      engine: { warmChildren: 0 },
    },
  })
  try {
    const stage = await prepare(opened.core)
    await complete(opened.core, stage, 8, 3_000)
    const results: Measurement[] = []
    for (const writers of [1, 16]) {
      const { perSecond, p50, p99 } = await complete(opened.core, stage, writers, 12_000)
      const who = `${writers} pair${writers === 1 ? '' : 's'} of bodies at once`
      const note = 'request, acceptance, 2 signatures, filing: 5 actions with durable evidence'
      results.push(
        { name: `contracts from offer to filed, ${who}`, value: perSecond, unit: 'contracts/s', note },
        { name: `one contract, median, ${who}`, value: p50, unit: 'ms', note },
        { name: `one contract, p99, ${who}`, value: p99, unit: 'ms', note },
      )
    }
    return results
  } finally {
    await opened.stop()
    await rm(home, { recursive: true, force: true })
  }
}

interface Stage {
  readonly provider: UserActor
  readonly consumer: UserActor
  readonly offerId: string
  readonly projectId: string
}

async function complete(core: Core, stage: Stage, writers: number, ms: number) {
  const times: number[] = []
  const began = performance.now()
  const until = began + ms
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() < until) {
        const from = performance.now()
        await oneContract(core, stage)
        times.push(performance.now() - from)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99) }
}

async function oneContract(core: Core, { provider, consumer, offerId, projectId }: Stage): Promise<void> {
  const { value: request } = await makeRequest(core, consumer, {
    offerId,
    purpose: 'actuarial_pricing',
    project: { id: projectId },
    reason: 'A contract of the bench, complete.',
  })
  const { value: accepted } = await approveRequest(core, provider, request.id, null)
  const contract = (await contractById(core, accepted.contractId!))!
  const { value: signed } = await signContract(core, consumer, contract.id, { hash: contract.hash })
  if (signed.state !== 'active') throw new Error(`the contract is ${signed.state}`)
}

/** A body that provides, one that uses, one product of two tables of 60 columns, one open offer. */
async function prepare(core: Core): Promise<Stage> {
  const bodies = ['provider', 'consumer'] as const
  await seedDemo(
    core,
    bodies.map((key, at) => ({
      key,
      nameZh: key,
      nameEn: key,
      uscc: makeUscc('91', '310000', `MA9B000${at}`),
      roles: [key],
      regionCode: '310000',
    })),
    bodies.map((body) => ({ body, login: body, displayName: body, roles: ['data_officer' as const] })),
  )
  const users = await core.db.selectFrom('app_user').select(['id', 'login', 'participant_id']).execute()
  const actor = (login: string): UserActor => {
    const user = users.find((one) => one.login === login)!
    return { kind: 'user', userId: user.id, participantId: user.participant_id, roles: ['data_officer'] }
  }
  const [provider, consumer] = [actor('provider'), actor('consumer')]
  const tables = [await table(core, provider, 'setl_d'), await table(core, provider, 'mdtrt_d')]
  const productId = await createProduct(core, provider, {
    code: 'bench',
    titleZh: '测量产品',
    titleEn: 'Bench product',
    tables,
  })
  await publishProduct(core, provider, productId)
  const levels = Object.fromEntries(
    COLUMNS.map((name, at) => [name, at % 3 === 0 ? 'group' : 'measure'] as const),
  )
  const { value: offer } = await openOffer(core, provider, {
    productId,
    policy: {
      consumers: 'any',
      purposes: ['actuarial_pricing'],
      until: core.clock.now() + YEAR_MS,
      maxRuns: 1000,
      columns: Object.fromEntries(tables.map(({ name }) => [name, levels])),
      joinKeys: [],
    },
  })
  const { value: request } = await makeRequest(core, consumer, {
    offerId: offer.id,
    purpose: 'actuarial_pricing',
    project: { title: 'bench' },
    reason: 'The project of the bench.',
  })
  const { project_id } = await core.db
    .selectFrom('access_request')
    .select('project_id')
    .where('id', '=', request.id)
    .executeTakeFirstOrThrow()
  return { provider, consumer, offerId: offer.id, projectId: project_id }
}

const COLUMNS = Array.from({ length: 60 }, (_, at) => `column_${at}`)

async function table(
  core: Core,
  owner: UserActor,
  code: string,
): Promise<{ name: string; versionId: string }> {
  const datasetId = await registerDataset(core, MAKER, {
    code,
    titleZh: code,
    titleEn: code,
    zoneId: null,
    participantId: owner.participantId,
  })
  const id = () => uuid7(core.random, core.clock.now())
  const versionId = id()
  await landVersion(core, MAKER, {
    versionId,
    datasetId,
    importId: id(),
    rows: 1000,
    rejected: 0,
    bytes: 10_000,
    hash: 'ab',
    contentHash: null,
    columns: COLUMNS.map((name) => ({
      name,
      type: 'INTEGER',
      nulls: 0,
      distinctApprox: 9,
      why: 'values' as const,
      format: null,
    })),
    insuredCount: null,
    insuredGeneration: null,
    files: [],
    sourceFiles: [],
  })
  return { name: code, versionId }
}

if (import.meta.main) {
  for (const one of await run()) console.log(`${one.name}: ${one.value.toFixed(1)} ${one.unit} (${one.note})`)
}
