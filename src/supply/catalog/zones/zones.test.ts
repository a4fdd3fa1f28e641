import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { Config } from '../../../platform/config/index.ts'
import { identityMigrations, seedDemo } from '../../../safeguard/identity/index.ts'
import { spaceMigrations } from '../../../safeguard/space/index.ts'
import {
  addZoneMember,
  catalogMigrations,
  changeZone,
  checkZoneTerms,
  createProduct,
  createZone,
  datasetView,
  importDcat,
  landVersion,
  listDatasets,
  listProducts,
  moveDataset,
  productView,
  publishProduct,
  registerDataset,
  removeZoneMember,
  searchCatalog,
  zoneRules,
  zoneView,
} from '../index.ts'
import { dcatEntries } from '../dcat/ours.ts'
import { nodeOf } from '../dcat/write.ts'
import { eyesOf } from '../visible.ts'
import { strictest } from './rules.ts'
import { ZoneRules } from './model.ts'

let space: TestSpace
const users = new Map<string, UserActor>()
const user = (login: string) => users.get(login)!

beforeAll(async () => {
  const made = await testSpace([spaceMigrations, identityMigrations, catalogMigrations])
  const config = Config.parse({ products: { assessment: 'optional' } })
  space = { ...made, core: { ...made.core, config } }
  const names = ['alpha', 'beta', 'gamma']
  const codes = ['12310000MB2F00016W', '12310000MB2F00024P', '12310000MB2F00032J']
  await seedDemo(
    space.core,
    names.map((name, at) => ({
      key: name,
      nameZh: name,
      nameEn: name,
      uscc: codes[at]!,
      roles: ['provider'],
      regionCode: '310000',
    })),
    names.flatMap((name) => [
      { body: name, login: `${name}-officer`, displayName: name, roles: ['data_officer' as const] },
      { body: name, login: `${name}-developer`, displayName: name, roles: ['developer' as const] },
    ]),
  )
  for (const row of await space.core.db.selectFrom('app_user').selectAll().execute())
    users.set(row.login, {
      kind: 'user',
      userId: row.id,
      participantId: row.participant_id,
      roles: row.roles,
    })
})
afterAll(() => space.stop())

const newId = () => uuid7(space.core.random, Date.now())
const page = { offset: 0, limit: 50 }
const text = (code: string) => ({ code, titleZh: code, titleEn: code })

async function product(
  owner: UserActor,
  code: string,
  zoneId: string,
): Promise<{ id: string; datasetId: string }> {
  const datasetId = await registerDataset(space.core, owner, { ...text(code), zoneId })
  const versionId = newId()
  await landVersion(space.core, owner, {
    versionId,
    datasetId,
    importId: newId(),
    rows: 1,
    rejected: 0,
    bytes: 5,
    hash: 'ab'.repeat(32),
    contentHash: null,
    columns: [],
    insuredCount: null,
    insuredGeneration: null,
    files: [],
    sourceFiles: [],
  })
  const id = await createProduct(space.core, owner, { ...text(code), tables: [{ name: 't', versionId }] })
  await publishProduct(space.core, owner, id)
  return { id, datasetId }
}

describe('a zone', () => {
  test('takes datasets of contributors alone where its rules say so', async () => {
    const [keeper, other] = [user('alpha-officer'), user('beta-officer')]
    const zoneId = await createZone(space.core, keeper, {
      ...text('takers'),
      rules: { registrants: 'members' },
    })
    const register = (code: string) => registerDataset(space.core, other, { ...text(code), zoneId })
    await expect(register('one')).rejects.toMatchObject({ code: 'ZONE_NOT_CONTRIBUTOR' })
    const body = { kind: 'body' as const, participantId: other.participantId, role: 'reader' as const }
    await addZoneMember(space.core, keeper, zoneId, body)
    await expect(register('one')).rejects.toMatchObject({ code: 'ZONE_NOT_CONTRIBUTOR' })
    const membership = await addZoneMember(space.core, keeper, zoneId, { ...body, role: 'contributor' })
    const datasetId = await register('one')
    // A keeper takes out what stands in the zone; who is none does not.
    await expect(moveDataset(space.core, user('gamma-officer'), datasetId, null)).rejects.toMatchObject({
      code: 'NOT_OWNER',
    })
    await moveDataset(space.core, keeper, datasetId, null)
    await removeZoneMember(space.core, keeper, zoneId, membership)
    await expect(moveDataset(space.core, other, datasetId, zoneId)).rejects.toMatchObject({
      code: 'ZONE_NOT_CONTRIBUTOR',
    })
  })

  test('is kept by the body that opened it and by its keepers, not by others and not by each of their users', async () => {
    const [keeper, other] = [user('alpha-officer'), user('beta-officer')]
    const zoneId = await createZone(space.core, keeper, text('kept'))
    const change = (actor: UserActor) => changeZone(space.core, actor, zoneId, { titleZh: '改名' })
    for (const actor of [other, user('alpha-developer')])
      await expect(change(actor)).rejects.toMatchObject({ code: 'ZONE_NOT_KEEPER' })
    await addZoneMember(space.core, keeper, zoneId, { kind: 'user', login: 'beta-officer', role: 'keeper' })
    await change(other)
    await expect(change(user('beta-developer'))).rejects.toMatchObject({ code: 'ZONE_NOT_KEEPER' })
    await expect(
      addZoneMember(space.core, keeper, zoneId, { kind: 'user', login: 'nobody', role: 'reader' }),
    ).rejects.toMatchObject({ code: 'ZONE_MEMBER_UNKNOWN' })
    expect(await zoneView(space.core, other, zoneId)).toMatchObject({
      titleZh: '改名',
      myRole: 'keeper',
      mayKeep: true,
      members: [{ kind: 'user', nameZh: 'beta', role: 'keeper' }],
    })
  })

  test('whose entries are for members hides them everywhere: list, view, product, search, DCAT', async () => {
    const [owner, other, keeper] = [user('beta-officer'), user('gamma-officer'), user('alpha-officer')]
    const zoneId = await createZone(space.core, keeper, {
      ...text('secret_zone'),
      rules: { readers: 'public' },
    })
    const { id, datasetId } = await product(owner, 'secret_set', zoneId)
    const sees = async (actor: UserActor | null) => ({
      listed: (await listDatasets(space.core, page, actor ?? systemActor('x'))).items.some(
        (one) => one.id === datasetId,
      ),
      viewed: actor !== null && (await datasetView(space.core, actor, datasetId)) !== undefined,
      product: actor !== null && (await productView(space.core, actor, id)) !== undefined,
      products:
        actor !== null && (await listProducts(space.core, actor, page)).items.some((one) => one.id === id),
      found: (await searchCatalog(space.core, actor, { ...page, text: 'secret_set' })).total > 0,
      dcat: (await dcatEntries(space.core, await eyesOf(space.core, actor), page)).items.some(
        (one) => one.iri === `urn:uuid:${datasetId}`,
      ),
    })
    const all = { listed: true, viewed: true, product: true, products: true, found: true, dcat: true }
    expect(await sees(other)).toEqual(all)
    expect(await sees(null)).toMatchObject({ found: true, dcat: true })
    await changeZone(space.core, keeper, zoneId, { rules: { readers: 'space' } })
    expect(await sees(other)).toEqual(all)
    expect(await sees(null)).toMatchObject({ found: false, dcat: false })
    await changeZone(space.core, keeper, zoneId, { rules: { readers: 'members' } })
    const nothing = Object.fromEntries(Object.keys(all).map((key) => [key, false]))
    expect(await sees(other)).toEqual(nothing)
    expect((await zoneView(space.core, other, zoneId))!.members).toBeNull()
    // The owner sees what is its own; the document is without it for everybody.
    expect(await sees(owner)).toEqual({ ...all, dcat: false })
    await addZoneMember(space.core, keeper, zoneId, {
      kind: 'body',
      participantId: other.participantId,
      role: 'reader',
    })
    expect(await sees(other)).toEqual({ ...all, dcat: false })
  })

  test('holds offers to its floor, its purposes and its grade scheme', async () => {
    const owner = user('beta-officer')
    const rules = {
      minGroup: { default: 20, floor: 15 },
      purposes: ['public_health'],
      gradeScheme: 'gbt39725',
    }
    const zoneId = await createZone(space.core, owner, { ...text('strict'), rules })
    expect(await zoneRules(space.core, zoneId)).toEqual({ registrants: 'any', readers: 'space', ...rules })
    const { id } = await product(owner, 'strict_set', zoneId)
    const check = (minGroup: number, purpose: string, gradedBy: string[] | null = null) =>
      checkZoneTerms(space.core, id, { minGroup, purposes: [purpose] }, gradedBy)
    await expect(check(14, 'public_health')).rejects.toMatchObject({ code: 'ZONE_MIN_GROUP' })
    await expect(check(15, 'drug_evaluation')).rejects.toMatchObject({ code: 'ZONE_PURPOSE' })
    await expect(check(15, 'public_health', [])).rejects.toMatchObject({ code: 'ZONE_GRADE_MISSING' })
    await check(15, 'public_health', ['gbt39725'])
    const two = strictest([
      ZoneRules.parse(rules),
      ZoneRules.parse({ minGroup: { default: 30, floor: 5 }, purposes: ['drug_evaluation'] }),
    ])
    expect(two).toEqual({ minGroup: { default: 30, floor: 15 }, purposes: [], gradeSchemes: ['gbt39725'] })
  })
})

test('a foreign catalogue becomes external entries, renewed when it comes again, and ours stay ours', async () => {
  const [owner, other] = [user('alpha-officer'), user('beta-officer')]
  const own = await registerDataset(space.core, owner, text('really_ours'))
  const ours = (await dcatEntries(space.core, await eyesOf(space.core, owner), page)).items.find(
    (one) => one.iri === `urn:uuid:${own}`,
  )!
  const foreign = { ...ours, iri: 'https://example.org/d/1', title: { zh: '外地结算数据' } }
  const document = {
    '@graph': [ours, foreign].map(nodeOf).map((node) => ({ '@context': prefixes, ...node })),
  }
  const take = (actor: UserActor) =>
    importDcat(space.core, actor, { document, sourceUrl: 'https://example.org/c', zoneId: null })
  const first = await take(owner)
  expect(first).toMatchObject({ added: 1, renewed: 0, kept: 1 })
  expect(await take(owner)).toMatchObject({ added: 0, renewed: 1, kept: 1, ids: first.ids })
  expect(await take(other)).toMatchObject({ added: 0, renewed: 0, kept: 2 })
  const { items } = await searchCatalog(space.core, other, { ...page, text: '外地', kind: ['external'] })
  expect(items).toMatchObject([{ external: true, sourceUrl: 'https://example.org/c', id: first.ids[0] }])
  const again = (await dcatEntries(space.core, await eyesOf(space.core, other), page)).items
  expect(again).toContainEqual(foreign)
})

const prefixes = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dcterms: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  adms: 'http://www.w3.org/ns/adms#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
}
