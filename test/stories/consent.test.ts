import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { XinyuError } from '../../src/kernel/errors/index.ts'
import type { Prepared } from '../../src/use/run/index.ts'
import type { DemoInsured } from '../../src/flow/consent/index.ts'
import { verifyReceipt } from '../../src/safeguard/evidence/verifier/index.ts'
import { type Client, demoClient } from '../support/client.ts'
import { insuredClient, insuredIn } from '../support/insured.ts'
import { personKeys } from '../../src/supply/source/index.ts'
import { smallDemo, type SmallDemo } from '../support/small-demo.ts'

interface OwnConsent {
  id: string
  state: string
  askedScopes: string[]
  until: number
  askedUntil: number
}
interface Verified {
  runId: string
  enrolled: boolean
  insutypes: string[] | null
  regions: string[] | null
  receipt: unknown
}

let demo: SmallDemo
let origin: string
let insurer: Client
let persons: DemoInsured[]
let contractId: string

beforeAll(async () => {
  demo = await smallDemo()
  origin = await demo.serve()
  insurer = await demoClient(origin, 'actuary')
  persons = (await insurer.get<{ items: DemoInsured[] }>('/insured/demo')).items
  const contracts = await insurer.get<{ items: { id: string; terms: { purpose: string } }[] }>('/contracts')
  contractId = contracts.items.find((one) => one.terms.purpose === 'enrolment_verification')!.id
}, 600_000)
afterAll(() => demo?.end())

const personOf = (about: DemoInsured['about']) => persons.find((one) => one.about === about)!
const ask = (body: Record<string, unknown> = {}) =>
  insurer.post<{ id: string; state: string }>('/consents/requests', {
    certno: personOf('plain').certno,
    contractId,
    purpose: 'enrolment_verification',
    scopes: ['enrolment', 'enrolment_kind'],
    kind: 'standing',
    until: Date.now() + 86_400_000,
    reason: '核实是否已参加基本医保。',
    ...body,
  })
const verify = (body: Record<string, unknown> = {}) =>
  insurer.raw('/verify/enrolment', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ contractId, date: '2025-06-30', ...body }),
  })
const verified = async (body: Record<string, unknown>) => {
  const answer = await verify(body)
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as Verified
}

/** The cookie of a user who signed in. */
async function loginCookie(login: string): Promise<string> {
  const answer = await fetch(`${origin}/api/demo/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ login }),
  })
  return answer.headers.getSetCookie()[0]!.split(';')[0]!
}

/** From now on a query opens its data and works until it is stopped. Resolves when the first one has. */
function holdQueries({ opened }: SmallDemo): Promise<void> {
  return new Promise((resolve) => {
    const held: Prepared = {
      plan: {},
      summary: { zh: '', en: '' },
      fields: ['psn_insu_d.insutype'],
      mostRows: 10,
      enforces: () => true,
      restricted: () => held,
      execute: (signal) =>
        new Promise((_, reject) => {
          resolve()
          signal.addEventListener('abort', () => reject(new XinyuError('ENGINE_CANCELLED')))
        }),
      finish: () => ({ columns: [], rows: [] }),
    }
    opened.runs.register({ kind: 'query', prepare: async () => held })
  })
}

describe('an insured person’s consent', () => {
  test('lets an insurer verify, shows the use with its receipt, and ends with the withdrawal', {
    timeout: 60_000,
  }, async () => {
    const person = personOf('asked')
    expect((await verify({ certno: person.certno })).status).toBe(403)

    const phone = await insuredIn(origin, person)
    const { items } = await phone.get<{ items: OwnConsent[] }>('/insured/consents')
    expect(items.map((one) => one.state)).toEqual(['waiting'])
    const consent = items[0]!
    await phone.post(`/insured/consents/${consent.id}/give`, {
      scopes: consent.askedScopes,
      until: consent.askedUntil,
    })

    const answer = await verified({ certno: person.certno, name: person.name })
    expect(answer).toMatchObject({ enrolled: true, insutypes: ['310'] })
    expect(answer.regions![0]).toMatch(/^31/)
    const vkey = (await (await phone.raw('/evidence/key')).text()).trim()
    const receipt = Buffer.from(`${JSON.stringify(answer.receipt)}\n`)
    expect(verifyReceipt(receipt, { vkey }).ok).toBe(true)

    const uses = await phone.get<{ items: { runId: string; bodyZh: string; what: string }[] }>(
      '/insured/uses',
    )
    expect(uses.items).toMatchObject([
      { runId: answer.runId, bodyZh: expect.stringContaining('示例人寿'), what: 'enrolment' },
    ])
    const own = await phone.raw(`/insured/uses/${answer.runId}/receipt`)
    expect(verifyReceipt(Buffer.from(await own.arrayBuffer()), { vkey }).ok).toBe(true)

    await phone.post(`/insured/consents/${consent.id}/withdraw`)
    expect((await verify({ certno: person.certno })).status).toBe(403)
    const asks = await insurer.get<{ items: { state: string; uses: number }[] }>('/consents/requests')
    expect(asks.items[0]).toMatchObject({ state: 'withdrawn', uses: 1 })
  })

  test('answers nothing about anybody without consent: the same status, sentence and shape', async () => {
    const known = personOf('plain')
    const unknown = '310101190001010013'
    const denied = async (body: Record<string, unknown>) => {
      const answer = await verify(body)
      const problem = (await answer.json()) as { code: string; zh: string; requestId: string }
      const shape = JSON.stringify(problem).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'id')
      return { status: answer.status, shape }
    }
    const cases = await Promise.all([
      denied({ certno: known.certno }),
      denied({ certno: unknown }),
      denied({ certno: known.certno, name: '别人' }),
      denied({ psn_no: '3100000000000000' }),
    ])
    expect(new Set(cases.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(cases[0]).toMatchObject({ status: 403, shape: expect.stringContaining('VERIFY_DENIED') })
    // What is recorded of the decision says no more.
    const runs = await insurer.get<{ items: { decision: unknown; state: string }[] }>(
      `/runs?contractId=${contractId}&limit=4`,
    )
    const decisions = runs.items.map((run) => JSON.stringify(run.decision).replaceAll(/\d{10,}/g, 'n'))
    expect(new Set(decisions).size).toBe(1)
  })

  test('is asked for without learning whether the person exists', async () => {
    const shapes = await Promise.all(
      [personOf('plain').certno, '310101190001010013'].map(async (certno) => {
        const answer = await ask({ certno })
        return JSON.stringify({ ...answer, id: '', createdAt: 0, until: 0, askedUntil: 0 })
      }),
    )
    expect(shapes[0]).toBe(shapes[1])
    const asks = await insurer.get<{ items: { state: string }[] }>('/consents/requests?state=waiting')
    expect(asks.items.length).toBeGreaterThanOrEqual(2)
  })

  test('is used up when single, and tells less when limited', { timeout: 30_000 }, async () => {
    const person = personOf('paused')
    const phone = await insuredIn(origin, person)
    const single = await ask({ certno: person.certno, kind: 'single' })
    await phone.post(`/insured/consents/${single.id}/give`, {
      scopes: ['enrolment'],
      until: Date.now() + 3_600_000,
    })
    // Limited by the person: neither kind nor place. Moved away before that day: not enrolled any more.
    expect(await verified({ certno: person.certno, date: '2026-01-01' })).toMatchObject({
      enrolled: false,
      insutypes: null,
      regions: null,
    })
    expect((await verify({ certno: person.certno, date: '2026-01-01' })).status).toBe(403)
    const own = await phone.get<{ items: { id: string; state: string }[] }>('/insured/consents')
    expect(own.items.find((one) => one.id === single.id)?.state).toBe('used_up')
    const more = await phone.raw(`/insured/consents/${single.id}/withdraw`, { method: 'POST' })
    expect(more.status).toBe(409)
  })

  test('of eight calls at once under a single consent, exactly one is answered', {
    timeout: 30_000,
  }, async () => {
    const person = personOf('paused')
    const phone = await insuredIn(origin, person)
    const single = await ask({ certno: person.certno, kind: 'single' })
    await phone.post(`/insured/consents/${single.id}/give`, {
      scopes: ['enrolment', 'enrolment_kind'],
      until: Date.now() + 3_600_000,
    })
    const answers = await Promise.all(Array.from({ length: 8 }, () => verify({ certno: person.certno })))
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array<number>(7).fill(403),
    ])
    const uses = await phone.get<{ total: number }>(`/insured/uses?consentId=${single.id}`)
    expect(uses.total).toBe(1)
  })

  test('cannot be stretched: more data, longer, or somebody else’s is refused', async () => {
    const person = personOf('plain')
    const phone = await insuredIn(origin, person)
    const waiting = await ask({ certno: person.certno, scopes: ['enrolment'] })
    const give = (body: unknown) =>
      phone.raw(`/insured/consents/${waiting.id}/give`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const until = Date.now() + 3_600_000
    expect((await give({ scopes: ['enrolment', 'diagnoses'], until })).status).toBe(422)
    expect((await give({ scopes: ['enrolment'], until: Date.now() + 10 * 86_400_000 })).status).toBe(422)
    expect((await give({ scopes: [], until })).status).toBe(400)
    const other = await insuredIn(origin, personOf('asked'))
    expect((await other.raw(`/insured/consents/${waiting.id}/decline`, { method: 'POST' })).status).toBe(404)
    await phone.post(`/insured/consents/${waiting.id}/decline`)
    expect((await give({ scopes: ['enrolment'], until })).status).toBe(409)
  })

  test('stops a query that runs under it within two seconds, with evidence', {
    timeout: 30_000,
  }, async () => {
    const person = personOf('plain')
    const phone = await insuredIn(origin, person)
    const standing = await ask({ certno: person.certno })
    await phone.post(`/insured/consents/${standing.id}/give`, {
      scopes: ['enrolment', 'enrolment_kind'],
      until: Date.now() + 3_600_000,
    })
    const opened = holdQueries(demo)
    const running = insurer.post<{ run: { id: string; state: string; problem: { code: string } } }>('/runs', {
      contractId,
      kind: 'query',
      sql: 'select insutype, count(*) as n from psn_insu_d group by insutype',
      consentId: standing.id,
    })
    await opened
    const began = Date.now()
    await phone.post(`/insured/consents/${standing.id}/withdraw`)
    const { run } = await running
    expect(Date.now() - began).toBeLessThan(2_000)
    expect(run).toMatchObject({ state: 'failed', problem: { code: expect.any(String) } })
    const uses = await phone.get<{ items: { runId: string; state: string }[] }>('/insured/uses')
    expect(uses.items).toContainEqual(expect.objectContaining({ runId: run.id, state: 'failed' }))
    const leaves = await demo.opened.core.evidence.leavesAbout([run.id])
    expect(leaves.map((one) => one.kind)).toContain('run.failed')
  })
})

describe('the insured door', () => {
  test('says the same to a wrong name, an unknown number and a wrong code', { timeout: 30_000 }, async () => {
    const known = personOf('minor')
    const tries = [
      { name: '没有人', certno: known.certno, code: null },
      { name: '没有人', certno: '310101190001010013', code: null },
      { name: known.name, certno: known.certno, code: '000000' },
    ]
    const answers: string[] = []
    for (const { name, certno, code } of tries) {
      const client = insuredClient(origin)
      const begun = await client.post<Record<string, string>>('/insured/session/begin', { name, certno })
      expect(Object.keys(begun).toSorted()).toEqual(['challengeId', 'code', 'expiresAt'])
      const answer = await client.raw('/insured/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ challengeId: begun['challengeId'], code: code ?? begun['code'] }),
      })
      expect(answer.headers.getSetCookie()).toEqual([])
      const text = (await answer.text()).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'id')
      answers.push(`${answer.status} ${text}`)
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toMatch(/^401 .*INSURED_SIGN_IN_FAILED/)
  })

  test('is locked after five failures, for known and unknown persons alike, and a code works once', {
    timeout: 30_000,
  }, async () => {
    const statuses = async (certno: string) => {
      const seen: number[] = []
      for (let i = 0; i < 6; i++) {
        const client = insuredClient(origin)
        const { challengeId } = await client.post<{ challengeId: string }>('/insured/session/begin', {
          name: '没有人',
          certno,
        })
        const body = JSON.stringify({ challengeId, code: '123456' })
        const headers = { 'content-type': 'application/json' }
        seen.push((await client.raw('/insured/session', { method: 'POST', headers, body })).status)
        if (i === 0)
          expect((await client.raw('/insured/session', { method: 'POST', headers, body })).status).toBe(401)
      }
      return seen
    }
    expect(await statuses('310101190001010021')).toEqual([401, 401, 401, 401, 401, 429])
    const { certno } = personOf('minor')
    // One failure of this person was counted above.
    expect(await statuses(certno)).toEqual([401, 401, 401, 429, 429, 429])
  })

  test('keeps users out, and its own people out of the users’ rooms', async () => {
    const phone = await insuredIn(origin, personOf('asked'))
    const token = phone.cookie().split('=')[1]!
    const user = (await loginCookie('actuary')).split('=')[1]!
    const inDoor = insuredClient(origin, `xinyu_session=${user}; xinyu_insured=${user}`)
    expect((await inDoor.raw('/insured/consents')).status).toBe(401)
    const asUser = insuredClient(origin, `xinyu_session=${token}; xinyu_insured=${token}`)
    expect((await asUser.raw('/contracts')).status).toBe(401)
    expect((await asUser.raw('/insured/consents')).status).toBe(200)
    const cookie = (await phone.raw('/insured/session', { method: 'DELETE' })).headers.getSetCookie()[0]!
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Strict/i)
    expect(cookie).toMatch(/Path=\/api\/insured/i)
    // The token is worth nothing once its owner has left.
    expect((await asUser.raw('/insured/consents')).status).toBe(401)
  })

  test('refuses what another site’s page sends', async () => {
    const phone = await insuredIn(origin, personOf('asked'))
    const { items } = await phone.get<{ items: { id: string }[] }>('/insured/consents')
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await phone.raw(`/insured/consents/${items[0]!.id}/withdraw`, {
        method: 'POST',
        headers,
      })
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain('CROSS_SITE')
    }
  })

  test('never shows a person anything of another’s, whatever id is asked for', {
    timeout: 60_000,
  }, async () => {
    const { db } = demo.opened.core
    const rows = await db.selectFrom('consent').select(['id', 'person_key']).execute()
    const uses = await db
      .selectFrom('consent_use as u')
      .innerJoin('consent as c', 'c.id', 'u.consent_id')
      .select(['u.run_id', 'c.person_key'])
      .execute()
    const runs = await db.selectFrom('run').select('id').execute()
    expect(rows.length).toBeGreaterThan(4)
    expect(uses.length).toBeGreaterThan(2)
    const phones = await Promise.all(
      (['asked', 'plain'] as const).map(async (about) => {
        const keys = await personKeys(demo.opened.core)
        return { phone: await insuredIn(origin, personOf(about)), key: keys.certno(personOf(about).certno) }
      }),
    )
    const verbs = ['', '/give', '/limit', '/decline', '/withdraw'] as const
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...phones),
        fc.constantFrom(...rows),
        fc.constantFrom(...verbs),
        fc.constantFrom(...runs.map((run) => run.id)),
        async ({ phone, key }, consent, verb, runId) => {
          const owner = uses.find((use) => use.run_id === runId)?.person_key
          const receipt = await phone.raw(`/insured/uses/${runId}/receipt`)
          expect(receipt.status).toBe(owner === key ? 200 : 404)
          if (consent.person_key === key) return
          const body = JSON.stringify({ scopes: ['enrolment'], until: Date.now() + 1000 })
          const answer = await phone.raw(
            `/insured/consents/${consent.id}${verb}`,
            verb === ''
              ? {}
              : {
                  method: 'POST',
                  ...(verb === '/give' || verb === '/limit'
                    ? { body, headers: { 'content-type': 'application/json' } }
                    : {}),
                },
          )
          expect(answer.status).toBe(404)
          const uses404 = await phone.get<{ total: number }>(`/insured/uses?consentId=${consent.id}`)
          expect(uses404.total).toBe(0)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('lets a guardian act for a ward once a bureau has confirmed it, and no longer than that', {
    timeout: 30_000,
  }, async () => {
    const [guardian, ward] = [personOf('asked'), personOf('plain')]
    const phone = await insuredIn(origin, guardian)
    const { id } = await phone.post<{ id: string }>('/insured/guardianships', {
      wardCertno: ward.certno,
      relation: 'guardian',
      document: '（2025）沪0101民特001号',
    })
    expect((await phone.raw(`/insured/consents?ward=${id}`)).status).toBe(404)
    const officer = await demoClient(origin, 'sh-officer')
    const confirm = (guardianCertno: string) =>
      officer.raw(`/consents/guardianships/${id}/confirm`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          guardianCertno,
          wardCertno: ward.certno,
          until: Date.now() + 86_400_000,
        }),
      })
    const elsewhere = await demoClient(origin, 'js-officer')
    const theirs = await elsewhere.get<{ items: unknown[] }>('/consents/guardianships')
    expect(theirs.items).toEqual([])
    expect((await confirm(ward.certno)).status).toBe(422)
    expect((await confirm(guardian.certno)).status).toBe(200)
    const waiting = await ask({ certno: ward.certno })
    await phone.post(`/insured/consents/${waiting.id}/give?ward=${id}`, {
      scopes: ['enrolment'],
      until: Date.now() + 3_600_000,
    })
    expect((await verified({ certno: ward.certno })).insutypes).toBeNull()
    const own = await insuredIn(origin, ward)
    const mine = await own.get<{ items: { id: string; byGuardian: boolean }[] }>('/insured/consents')
    expect(mine.items.find((one) => one.id === waiting.id)?.byGuardian).toBe(true)
    await own.post(`/insured/guardianships/${id}/end`)
    expect((await phone.raw(`/insured/consents?ward=${id}`)).status).toBe(404)
    // What a guardian gave the ward takes back.
    await own.post(`/insured/consents/${waiting.id}/withdraw`)
    expect((await verify({ certno: ward.certno })).status).toBe(403)
  })

  test('leaves no identity number, name or dense number in the log', async () => {
    const { core } = demo.opened
    const entries = await core.db.selectFrom('evidence_outbox').select('entry').execute()
    const ids = await core.db.selectFrom('evidence_payload').select('entry_id').execute()
    const payloads = await core.evidence.payloads(ids.map((one) => one.entry_id))
    expect(payloads.size).toBe(ids.length)
    const text = JSON.stringify([entries, [...payloads.values()].map(({ body }) => body)])
    expect(text).toContain('consent.given')
    for (const { certno, name } of persons) {
      expect(text).not.toContain(certno)
      expect(text).not.toContain(name)
    }
  })
})
