import { systemActor, type UserActor } from '../../src/kernel/actor.ts'
import { uuid7 } from '../../src/kernel/random.ts'
import { Config } from '../../src/platform/config/index.ts'
import type { RoomMigrations } from '../../src/platform/postgres/index.ts'
import type { Core } from '../../src/safeguard/evidence/index.ts'
import { identityMigrations, seedDemo } from '../../src/safeguard/identity/index.ts'
import { spaceMigrations } from '../../src/safeguard/space/index.ts'
import {
  catalogMigrations,
  createProduct,
  createZone,
  landVersion,
  legalMigrations,
  registerDataset,
} from '../../src/supply/catalog/index.ts'
import { type Fees, authorityMigrations } from '../../src/flow/authority/index.ts'
import { gradeMigrations } from '../../src/supply/treat/index.ts'
import { riskMigrations } from '../../src/flow/risk/index.ts'
import { testSpace, type TestSpace } from './evidence.ts'

export const FREE: Fees = { basis: 'free', fen: 0, percent: null, note: '' }
export const DAY = 86_400_000

export interface AuthoritySpace extends TestSpace {
  /** Officers by body: bureau 实施机构, operator 运营机构, insurer 二级开发主体, partner, other. */
  readonly officer: (body: BodyCode) => UserActor
  readonly zoneId: string
  readonly datasetId: string
  readonly otherDatasetId: string
  readonly productId: string
}

const BODIES = ['bureau', 'operator', 'insurer', 'partner', 'other'] as const
export type BodyCode = (typeof BODIES)[number]
const USCC = [
  '12310000MB2F00016W',
  '12310000MB2F00024P',
  '12310000MB2F00032J',
  '12310000MB2F00040D',
  '12310000MB2F00041G',
]
const MAKER = systemActor('demo')

/** Five bodies, one zone with a data set of the bureau in it, one data set beside it, and a product over the first. */
export async function authoritySpace(rooms: readonly RoomMigrations[] = []): Promise<AuthoritySpace> {
  const made = await testSpace([
    spaceMigrations,
    identityMigrations,
    catalogMigrations,
    legalMigrations,
    gradeMigrations,
    authorityMigrations,
    riskMigrations,
    ...rooms,
  ])
  const core: Core = { ...made.core, config: Config.parse({ products: { assessment: 'optional' } }) }
  const space = { ...made, core }
  await seedDemo(
    core,
    BODIES.map((key, at) => ({
      key,
      nameZh: key,
      nameEn: key,
      uscc: USCC[at]!,
      roles: key === 'bureau' ? ['provider'] : ['consumer'],
      regionCode: '310000',
    })),
    BODIES.map((body) => ({ body, login: body, displayName: body, roles: ['data_officer' as const] })),
  )
  const users = await core.db.selectFrom('app_user').select(['id', 'login', 'participant_id']).execute()
  const officer = (body: BodyCode): UserActor => {
    const user = users.find((one) => one.login === body)!
    return { kind: 'user', userId: user.id, participantId: user.participant_id, roles: ['data_officer'] }
  }
  const { participantId: operator } = officer('operator')
  const { participantId: bureau } = officer('bureau')
  const zoneId = await createZone(core, MAKER, {
    code: 'public_data',
    titleZh: '公共数据专区',
    titleEn: 'Public data',
    participantId: operator,
  })
  const dataset = (code: string, zone: string | null) =>
    registerDataset(core, MAKER, {
      code,
      titleZh: code,
      titleEn: code,
      zoneId: zone,
      participantId: bureau,
    })
  const datasetId = await dataset('setl_d', zoneId)
  const otherDatasetId = await dataset('mdtrt_d', null)
  const versionId = await landed(core, datasetId)
  const productId = await createProduct(core, officer('bureau'), {
    code: 'claims',
    titleZh: '结算',
    titleEn: 'Claims',
    tables: [{ name: 'setl_d', versionId }],
  })
  return { ...space, officer, zoneId, datasetId, otherDatasetId, productId }
}

async function landed(core: Core, datasetId: string): Promise<string> {
  const column = (name: string, type: string, range?: { min: string; max: string }) => ({
    name,
    type,
    nulls: 0,
    distinctApprox: 9,
    why: 'values' as const,
    format: null,
    ...range,
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
    columns: [
      column('psn_no', 'VARCHAR'),
      column('certno', 'VARCHAR'),
      column('age', 'INTEGER'),
      column('medfee_sumamt', 'DECIMAL(16,2)'),
      column('setl_time', 'TIMESTAMP', { min: '2016-01-01 00:00:00', max: '2025-12-31 00:00:00' }),
    ],
    insuredCount: null,
    insuredGeneration: null,
    files: [],
    sourceFiles: [],
  })
  return versionId
}
