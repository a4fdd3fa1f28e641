import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { catalogQueries, fillCatalog } from '../../../test/support/catalog-entries.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { uuid7 } from '../../kernel/random.ts'
import { type App, createServer } from '../../platform/http/index.ts'
import { identityMigrations } from '../../safeguard/identity/index.ts'
import { catalogMigrations, catalogRoutes, rebuildCatalog, type SearchAnswer } from './index.ts'

const ENTRIES = 300

let space: TestSpace
let app: App
let caller: UserActor | null
let officer: UserActor
beforeAll(async () => {
  space = await testSpace([identityMigrations, catalogMigrations])
  const id = () => uuid7(space.core.random, Date.now())
  officer = { kind: 'user', userId: id(), participantId: id(), roles: ['data_officer'] }
  caller = officer
  app = await createServer({
    log: pino({ level: 'silent' }),
    version: 'test',
    bodyLimitBytes: 100_000,
    ratePerMinute: 100_000,
    trustedProxies: [],
    authenticate: async () => caller,
    isSameOrigin: () => true,
  })
  catalogRoutes(app, space.core)
  await app.ready()
  await fillCatalog(space.core, ENTRIES)
  await rebuildCatalog(space.core)
}, 120_000)
afterAll(async () => {
  await app?.close()
  await space?.stop()
})

const get = (url: string, accept?: string) =>
  app.inject({ method: 'GET', url: `/api${url}`, headers: accept === undefined ? {} : { accept } })

test('what is searched is found, as a plain look through all entries finds it', {
  timeout: 90_000,
}, async () => {
  caller = officer
  const rows = await space.core.db.selectFrom('catalog_search').select(['card', 'code', 'theme']).execute()
  const all = rows.map(({ card, code, theme }) => {
    const texts = [
      card.titleZh,
      card.titleEn,
      card.description,
      code,
      ...card.keywords,
      ...card.columns.flat(),
    ]
    return {
      theme,
      whole: ` ${texts
        .join(' ')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')}`,
    }
  })
  let found = 0
  for (const query of catalogQueries(55)) {
    const answer = (
      await get(`/catalog/search?${new URLSearchParams(query).toString()}`)
    ).json<SearchAnswer>()
    const words = (query['text'] ?? '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
    const themes = query['theme']?.split(',')
    // Words of letters from their beginning; runs of characters as they stand, which is stricter than their pairs.
    const forms = words.map((word) =>
      /\p{Script=Han}/u.test(word) ? new RegExp(word) : new RegExp(`[^a-z0-9]${word}`),
    )
    const plain = all.filter(
      ({ whole, theme }) =>
        (!themes || themes.includes(theme ?? '')) && forms.every((form) => form.test(whole)),
    )
    if (query['rhythm'] || query['madeBy']) continue
    expect(answer.total).toBeGreaterThanOrEqual(plain.length)
    if (!/\p{Script=Han}{3}/u.test(query['text'] ?? '')) expect(answer.total).toBe(plain.length)
    const sum = (facet: 'state') => answer.facets![facet].reduce((total, one) => total + one.count, 0)
    expect(sum('state')).toBe(answer.total)
    found += answer.total
  }
  expect(found).toBeGreaterThan(300)
})

test('pages of a search hold every hit once, in one order', async () => {
  const ids: string[] = []
  let total = 0
  for (let offset = 0; offset <= total; offset += 50) {
    const answer = (
      await get(`/catalog/search?text=${encodeURIComponent('结算')}&limit=50&offset=${offset}`)
    ).json<SearchAnswer>()
    total = answer.total
    ids.push(...answer.items.map((one) => one.id))
  }
  expect([ids.length, new Set(ids).size]).toEqual([total, total])
  expect(total).toBeGreaterThan(60)
})

test('bad queries are refused as such', async () => {
  for (const query of [
    'zone=x',
    'theme=nothing',
    'quality=1',
    'limit=0',
    'limit=1000',
    'offset=-1',
    'persons=maybe',
  ])
    expect((await get(`/catalog/search?${query}`)).statusCode).toBe(400)
  for (const text of ["'", '\\', '\u0000', ':*', '&|!()<->', '𠀀𠀁', 'İ'])
    expect((await get(`/catalog/search?text=${encodeURIComponent(text)}`)).statusCode).toBe(200)
})

test('the catalogue is JSON-LD page by page; who is not signed in gets what is public', async () => {
  const first = await get('/catalog.jsonld?limit=200')
  expect(first.headers['content-type']).toContain('application/ld+json')
  const pages: { 'dcat:dataset': { '@id': string }[]; 'hydra:totalItems': number }[] = [first.json()]
  const nextOf = (body: string) =>
    (JSON.parse(body) as { 'hydra:view': { 'hydra:next'?: { '@id': string } } })['hydra:view'][
      'hydra:next'
    ]?.['@id']
  let next = nextOf(first.body)
  while (next) {
    const page = await get(`/catalog.jsonld${next}`)
    pages.push(page.json())
    next = nextOf(page.body)
  }
  const ids = pages.flatMap((page) => page['dcat:dataset'].map((one) => one['@id']))
  expect([new Set(ids).size, pages[0]!['hydra:totalItems']]).toEqual([ENTRIES, ENTRIES])

  const id = ids[0]!.replace('urn:uuid:', '')
  const linked = await get(`/datasets/${id}`, 'application/ld+json')
  expect(linked.json()).toMatchObject({ '@id': ids[0], '@type': 'dcat:Dataset' })
  expect(linked.json()).toEqual((await get(`/datasets/${id}/dcat`)).json())
  expect((await get(`/datasets/${id}`, '*/*')).json()).toMatchObject({ id })

  const taken = await app.inject({
    method: 'POST',
    url: '/api/catalog/import?sourceUrl=https://example.org/c',
    headers: { 'content-type': 'application/ld+json' },
    payload: first.body.replaceAll('urn:uuid:', 'urn:other:'),
  })
  expect(taken.json()).toMatchObject({ added: 200, renewed: 0, kept: 0 })

  caller = null
  expect((await get('/catalog.jsonld')).json()).toMatchObject({ 'hydra:totalItems': 0 })
  expect((await get(`/datasets/${id}/dcat`)).statusCode).toBe(404)
  caller = officer
})
