import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserActor } from '../src/kernel/actor.ts'
import { type App, createServer } from '../src/platform/http/index.ts'
import { evidenceRoutes } from '../src/safeguard/evidence/index.ts'
import { type AirlockSpace, airlockSpace } from '../src/use/airlock/airlock.fixture.ts'
import { airlockRoutes } from '../src/use/airlock/index.ts'
import { homeRoutes } from '../src/oversight/home/index.ts'

/**
 * Blindness as non-interference: requests that differ in nothing but what one checker did — looked, approved, sent
 * back, rejected, wrote a word — must look the same, byte for byte, to everybody else, through every door, at every later moment,
 * until the last opinion is in.
 */
const DEEDS = ['look', 'approve', 'return', 'reject', 'say'] as const
type Deed = (typeof DEEDS)[number]

let space: AirlockSpace
let app: App
let actor: UserActor
let others: Record<string, UserActor>
const requests = new Map<Deed, { id: string; fileId: string; number: string }>()
const told: string[] = []
/** Leaves that each deed wrote. */
const written = new Map<Deed, number[]>()

beforeAll(async () => {
  space = await airlockSpace({}, { airlock: { claimsEach: 50 } })
  const { core, checkers } = space
  const operator = space.officer('operator').participantId
  app = await createServer({
    log: core.log,
    version: 'test',
    bodyLimitBytes: 100_000,
    ratePerMinute: 100_000,
    trustedProxies: [],
    authenticate: async () => actor,
    isSameOrigin: () => true,
  })
  airlockRoutes(app, space.airlock)
  evidenceRoutes(app, core)
  homeRoutes(app, core)
  others = {
    secondChecker: checkers[1],
    thirdChecker: checkers[2],
    author: space.author,
    mate: await space.colleague('insurer', ['developer']),
    releaser: space.releaser,
    provider: space.officer('bureau'),
    duty: await space.person([], ['duty_officer'], operator),
    security: await space.person([], ['security_officer'], operator),
    auditor: await space.person([], ['auditor'], operator),
    sysadmin: await space.person([], ['system_administrator'], operator),
  }
  for (const name of ['airlock.returned', 'airlock.released', 'airlock.revoked', 'airlock.opinion'] as const)
    core.events.on(name, () => void told.push(name))
  for (const deed of DEEDS) {
    const id = await space.submitted()
    const { files, number } = await seenBy<{ files: { id: string }[]; number: string }>(
      space.author,
      'GET',
      `/airlock/requests/${id}`,
    )
    requests.set(deed, { id, fileId: files[0]!.id, number })
  }
  for (const deed of DEEDS) {
    const { id, fileId } = requests.get(deed)!
    const before = core.evidence.head().size
    if (deed === 'look') await seenBy(checkers[0], 'GET', `/airlock/requests/${id}/files/${fileId}/look`)
    else if (deed === 'say')
      await seenBy(checkers[0], 'POST', `/airlock/requests/${id}/message`, { text: 'Is this rounded?' })
    else await space.opinion(checkers[0], id, deed)
    written.set(
      deed,
      Array.from({ length: core.evidence.head().size - before }, (_, at) => before + at),
    )
  }
}, 120_000)
afterAll(async () => {
  await app?.close()
  await space?.stop()
})

async function asked(by: UserActor, method: 'GET' | 'POST', path: string, body?: object) {
  actor = by
  const answer = await app.inject({
    method,
    url: `/api${path}`,
    ...(body ? { payload: body } : {}),
  })
  return { status: answer.statusCode, text: answer.body }
}

async function seenBy<T>(by: UserActor, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const { status, text } = await asked(by, method, path, body)
  if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`)
  return JSON.parse(text) as T
}

/** A text with what only names this request taken out. */
function bare(deed: Deed, text: string): string {
  const { id, fileId, number } = requests.get(deed)!
  return text
    .replaceAll(id, 'REQUEST')
    .replaceAll(fileId, 'FILE')
    .replaceAll(number, 'NUMBER')
    .replaceAll(/"(requestId|jobId|recordDigest)":"[^"]*"/g, '"$1":""')
    .replaceAll(/"id":"[0-9a-f-]{36}"/g, '"id":""')
}

/** The same for every deed; says which one stands out. */
async function sameForAll(what: string, look: (deed: Deed) => Promise<string>): Promise<void> {
  const seen = new Map<Deed, string>()
  for (const deed of DEEDS) seen.set(deed, bare(deed, await look(deed)))
  for (const deed of DEEDS)
    expect({ what, deed, seen: seen.get(deed) }).toEqual({ what, deed, seen: seen.get('look') })
}

/** Every line about one request in a list. */
const lineOf = (deed: Deed, text: string): string => {
  const { items } = JSON.parse(text) as { items: { id: string }[] }
  return JSON.stringify(items.find(({ id }) => id === requests.get(deed)!.id) ?? null)
}

const LISTS = [
  '/airlock/requests',
  '/airlock/requests?state=review',
  '/airlock/requests?state=differ',
  '/airlock/queue',
]

async function nothingShows(among: readonly string[] = Object.keys(others)): Promise<void> {
  for (const name of among) {
    const by = others[name]!
    const get = (path: string) => asked(by, 'GET', path)
    for (const part of ['', '/files/FILE/record'])
      await sameForAll(`${name} ${part}`, async (deed) => {
        const { id, fileId } = requests.get(deed)!
        const { status, text } = await get(`/airlock/requests/${id}${part.replace('FILE', fileId)}`)
        return `${status} ${text}`
      })
    for (const path of LISTS) {
      const { status, text } = await get(path)
      if (status === 200) await sameForAll(`${name} ${path}`, async (deed) => lineOf(deed, text))
    }
    await sameForAll(`${name} trail`, async (deed) => {
      const { text } = await get(`/evidence/trail?subject=${requests.get(deed)!.id}`)
      const { items, total } = JSON.parse(text) as { items?: { kind: string; at: number }[]; total?: number }
      return JSON.stringify([items?.map(({ kind, at }) => [kind, at]), total])
    })
  }
}

describe('until the last opinion is in', { timeout: 180_000 }, () => {
  test('nothing that anybody else reads tells what a checker did', async () => {
    await nothingShows()
  })

  test('places are offered, taken, full and free again alike', async () => {
    const [second, third] = [others.secondChecker!, others.thirdChecker!]
    const claims = (by: UserActor, claim: boolean) =>
      sameForAll(`claim ${claim}`, async (deed) => {
        const { status, text } = await asked(
          by,
          'POST',
          `/airlock/requests/${requests.get(deed)!.id}/claim`,
          { claim },
        )
        return `${status} ${text}`
      })
    const offered = async () => {
      const { items } = await seenBy<{ items: object[] }>(third, 'GET', '/airlock/queue')
      return items.length
    }
    expect(await offered()).toBe(DEEDS.length)
    await claims(second, true)
    // The first checker's place is held by the clock, whether there is an opinion behind it or not.
    expect(await offered()).toBe(0)
    await claims(third, true)
    await nothingShows(['secondChecker', 'thirdChecker', 'author'])
    await claims(second, false)
    expect(await offered()).toBe(DEEDS.length)
    await claims(third, true)
    await claims(third, false)
    await nothingShows(['secondChecker', 'thirdChecker', 'author'])
  })

  test('nothing tells later either, when places run out by the clock', async () => {
    space.clock.advance(241 * 60_000)
    await nothingShows()
    const { text } = await asked(others.thirdChecker!, 'GET', '/airlock/queue')
    expect((JSON.parse(text) as { total: number }).total).toBe(DEEDS.length)
  })

  test('counts are those of requests that wait', async () => {
    const numbers = await seenBy<object>(others.secondChecker!, 'GET', '/airlock/numbers')
    expect(numbers).toEqual({
      waiting: DEEDS.length,
      waitMedianMs: null,
      waitP95Ms: null,
      released: 0,
      returned: 0,
      rejected: 0,
      reasons: [],
    })
  })

  test('nobody is told, by event or on the home page', async () => {
    expect(told).toEqual([])
    for (const by of Object.values(others)) {
      const { text } = await asked(by, 'GET', '/home')
      const { waiting } = JSON.parse(text) as { waiting: { id: string; kind: string }[] }
      const about = DEEDS.map((deed) => waiting.filter(({ id }) => id === requests.get(deed)!.id).length)
      expect(new Set(about).size).toBe(1)
    }
  })

  test('the public log holds the same for each: one sealed entry of one size, under no name and about no request', async () => {
    const reader = space.core.evidence.reader()
    const entries = await Promise.all(
      DEEDS.map(async (deed) => {
        const leaves = written.get(deed)!
        expect(leaves).toHaveLength(1)
        return (await reader.entry(leaves[0]!)).toString('utf8')
      }),
    )
    for (const text of entries) {
      const { kind, actor: by, subject, payload } = JSON.parse(text) as Record<string, unknown>
      expect({ kind, by, subjects: Object.keys(subject as object) }).toEqual({
        kind: 'airlock.sealed',
        by: { system: 'airlock' },
        subjects: ['seal'],
      })
      expect((payload as { bytes: number }).bytes).toBe(
        (JSON.parse(entries[0]!) as { payload: { bytes: number } }).payload.bytes,
      )
      expect(text).toHaveLength(entries[0]!.length)
      expect(text).not.toContain(space.checkers[0].userId)
      for (const { id } of requests.values()) expect(text).not.toContain(id)
    }
  })

  test('search in the evidence finds nothing by checker, by request, or by kind', async () => {
    for (const by of Object.values(others))
      for (const query of [
        `actor=${space.checkers[0].userId}`,
        'kind=airlock.opinion',
        `subject=${space.checkers[0].userId}`,
      ]) {
        const { status, text } = await asked(by, 'GET', `/evidence/entries?${query}&limit=200`)
        if (status === 200)
          expect({ query, total: (JSON.parse(text) as { total: number }).total }).toEqual({ query, total: 0 })
      }
  })

  test('errors say the same, whoever tries whatever', async () => {
    const tries: [string, object?][] = [
      ['release'],
      ['revoke', { reason: 'because of it' }],
      ['submit'],
      ['withdraw'],
      ['opinion', { decision: 'approve', perFile: [] }],
      ['opinion', { decision: 'return', perFile: [] }],
    ]
    for (const [name, by] of Object.entries(others))
      for (const [path, body] of tries) {
        // The author may withdraw, which ends the comparison.
        if (name === 'author' && path === 'withdraw') continue
        await sameForAll(`${name} ${path}`, async (deed) => {
          const { status, text } = await asked(
            by,
            'POST',
            `/airlock/requests/${requests.get(deed)!.id}/${path}`,
            body,
          )
          return `${status} ${text}`
        })
      }
  })
})

describe('when the last opinion is in', { timeout: 60_000 }, () => {
  test('everything is there at once: both opinions, the outcome, the entries that open the seals', async () => {
    const { id } = requests.get('approve')!
    const size = space.core.evidence.head().size
    await space.opinion(space.checkers[1], id, 'approve')
    const view = await seenBy<{ state: string; opinions: object[] }>(
      space.author,
      'GET',
      `/airlock/requests/${id}`,
    )
    expect(view).toMatchObject({
      state: 'approved',
      opinions: [{ decision: 'approve' }, { decision: 'approve' }],
    })
    const about = await space.core.evidence.leavesAbout([id])
    expect(about.filter(({ leaf }) => leaf >= size).map(({ kind }) => kind)).toEqual([
      'airlock.unsealed',
      'airlock.opinion',
      'airlock.opinion',
      'airlock.approved',
    ])
  })

  test('where they differ, neither they nor the third one nor the author are told so; the third one decides', async () => {
    const { id } = requests.get('reject')!
    await space.opinion(space.checkers[1], id, 'approve')
    for (const by of [space.checkers[0], space.checkers[1], space.checkers[2], space.author]) {
      const view = await seenBy<{ state: string; opinions: { checkerId: string }[] }>(
        by,
        'GET',
        `/airlock/requests/${id}`,
      )
      expect(view.state).toBe('review')
      expect(view.opinions.every(({ checkerId }) => checkerId === by.userId)).toBe(true)
    }
    expect(told.filter((name) => name === 'airlock.returned')).toEqual([])
    await space.opinion(space.checkers[2], id, 'reject')
    const view = await seenBy<{ state: string; opinions: object[] }>(
      space.author,
      'GET',
      `/airlock/requests/${id}`,
    )
    expect(view.state).toBe('rejected')
    expect(view.opinions).toHaveLength(3)
  })
})
