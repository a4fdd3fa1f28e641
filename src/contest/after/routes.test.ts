import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserActor } from '../../kernel/actor.ts'
import type { App } from '../../platform/http/index.ts'
import { verifyReceipt, verifyResult } from '../../safeguard/evidence/verifier/index.ts'
import { signedIn, testServer, testTools } from '../entry/entry.fixture.ts'
import { entryRoutes, membersOf, type Team } from '../entry/index.ts'
import type { Contest } from '../scheme/index.ts'
import { type AfterSpace, afterSpace } from './after.fixture.ts'
import { checkList, proposeList } from './awards/actions.ts'
import { afterRoutes } from './routes.ts'

const CLI = resolve(import.meta.dirname, '../../cli.ts')

let space: AfterSpace
let app: App
let contest: Contest
let teams: Team[]
let caller: UserActor | null = null
const numberOf = async (team: Team) =>
  (
    await space.core.db
      .selectFrom('contest_award')
      .select('number')
      .where('team_id', '=', team.id)
      .executeTakeFirstOrThrow()
  ).number

beforeAll(async () => {
  space = await afterSpace()
  const tools = testTools(space.core)
  app = await testServer(
    (made) => {
      entryRoutes(made, tools)
      afterRoutes(made, tools)
    },
    () => caller,
  )
  contest = await space.contest({ code: 'zhyb-2026' })
  teams = await space.ranked(contest, [
    { members: ['张一（合成）'], title: '<script>alert(1)</script>' },
    { members: ['李二（合成）'] },
  ])
  const listId = await proposeList(space.after, space.first, contest.id, { exclusions: [], decisions: [] })
  await checkList(space.after, space.second, contest.id, listId, {
    publishAt: null,
    origin: 'https://space.example',
  })
  await space.jobs.run()
}, 120_000)
afterAll(async () => {
  await app?.close()
  await space?.stop()
})

const door = async (team: Team) => {
  const [captain] = (await membersOf(space.core.db, [team.id])).get(team.id)!
  const cookie = await signedIn(app, captain!.phone)
  return { get: (url: string) => app.inject({ url, headers: { cookie } }) }
}

/** `xinyu verify`, as somebody who has the files and the key, and nothing of the space; its exit code. */
async function onCommandLine(files: Readonly<Record<string, Buffer>>, result: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-certificate-'))
  const at = (name: string) => join(folder, name)
  try {
    for (const [name, bytes] of Object.entries(files)) await writeFile(at(name), bytes)
    await writeFile(at('space.vkey'), `${space.core.evidence.vkey()}\n`)
    const words = ['verify', at('receipt.json'), '--key', at('space.vkey'), '--result', at(result)]
    const env = { PATH: process.env.PATH, XINYU_HOME: at('nowhere') }
    return spawnSync(process.execPath, [CLI, ...words], { env }).status ?? -1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('at the door of those who take part', () => {
  test('a team takes its own certificate and receipt, and they agree', async () => {
    const me = await door(teams[0]!)
    const pdf = await me.get(`/api/contest/${contest.id}/certificate`)
    expect(pdf.headers['content-type']).toBe('application/pdf')
    expect(pdf.headers['content-disposition']).toBe(`attachment; filename="${await numberOf(teams[0]!)}.pdf"`)
    const receipt = await me.get(`/api/contest/${contest.id}/certificate/receipt`)
    const verdict = verifyReceipt(receipt.rawPayload, { vkey: space.core.evidence.vkey() })
    expect(verdict.ok && verifyResult(verdict, pdf.rawPayload).ok).toBe(true)
    const other = await door(teams[1]!)
    const theirs = await other.get(`/api/contest/${contest.id}/certificate`)
    expect(theirs.rawPayload).not.toEqual(pdf.rawPayload)
    const files = {
      'receipt.json': receipt.rawPayload,
      'own.pdf': pdf.rawPayload,
      'other.pdf': theirs.rawPayload,
    }
    expect(await onCommandLine(files, 'own.pdf')).toBe(0)
    // Another team's file is a good PDF, and not the one of this receipt.
    expect(await onCommandLine(files, 'other.pdf')).toBe(2)
  }, 60_000)

  test('nobody without a session, and nobody of another contest', async () => {
    for (const url of ['result', 'certificate', 'certificate/receipt', 'incubations', 'interests'])
      expect((await app.inject(`/api/contest/${contest.id}/${url}`)).statusCode).toBe(401)
    const elsewhere = await space.contest()
    const [stranger] = await space.ranked(elsewhere, [{}])
    const me = await door(stranger!)
    for (const url of ['result', 'certificate', 'certificate/receipt', 'incubations', 'interests'])
      expect((await me.get(`/api/contest/${contest.id}/${url}`)).statusCode).toBe(404)
  })
})

describe('what the printed code leads to', () => {
  test('shows what the paper shows, as text, and is not for search engines', async () => {
    const number = await numberOf(teams[0]!)
    const page = await app.inject(`/contest/zhyb-2026/certificates/${number}`)
    expect(page.statusCode).toBe(200)
    expect(page.headers['x-robots-tag']).toBe('noindex')
    expect(page.body).toContain('✓ 有效')
    expect(page.body).toContain('张一（合成）')
    expect(page.body).not.toContain('<script')
    expect(page.body).not.toMatch(/199\d{8}|[0-9a-f]{8}-[0-9a-f]{4}-7/)
    const told = await app.inject(`/api/contest-front/certificates/zhyb-2026/${number}`)
    expect(Object.keys(told.json<object>()).sort()).toEqual(
      [
        'awardEn',
        'awardZh',
        'bodies',
        'code',
        'contestEn',
        'contestZh',
        'day',
        'demo',
        'divisionEn',
        'divisionZh',
        'kept',
        'members',
        'number',
        'organiserEn',
        'organiserZh',
        'revokedAt',
        'revokedDay',
        'digest',
        'team',
        'title',
      ].sort(),
    )
  })

  test('says the same for whatever is not a certificate', async () => {
    const number = await numberOf(teams[0]!)
    const pages = await Promise.all(
      [
        `/contest/zhyb-2026/certificates/ZHYB2026-0000000000`,
        `/contest/nothing/certificates/${number}`,
        `/contest/zhyb-2026/certificates/%27%20or%201%3D1`,
        `/contest/zhyb-2026/certificates/${'x'.repeat(150)}`,
      ].map((url) => app.inject(url)),
    )
    for (const page of pages) {
      expect(page.statusCode).toBe(404)
      expect(page.body).toBe(pages[0]!.body)
    }
  })
})

describe('who organises', () => {
  test.each([
    ['GET', 'award-lists'],
    ['GET', 'awards'],
    ['GET', 'awards/recommendation'],
    ['GET', 'certificates'],
    ['GET', 'closing'],
    ['GET', 'report'],
    ['GET', 'report/csv'],
    ['GET', 'green-channels'],
    ['GET', 'interests'],
    ['POST', 'certificates'],
    ['POST', 'closing/cancel'],
  ] as const)('%s %s: a data officer of another body does not', async (method, path) => {
    caller = space.stranger
    const { statusCode } = await app.inject({ method, url: `/api/contests/${contest.id}/${path}` })
    expect([403, 404]).toContain(statusCode)
    caller = { ...space.first, roles: ['expert'] }
    expect((await app.inject({ method, url: `/api/contests/${contest.id}/${path}` })).statusCode).toBe(403)
    caller = null
    expect((await app.inject({ method, url: `/api/contests/${contest.id}/${path}` })).statusCode).toBe(401)
  })

  test('reads all of it, and a certificate by its award', async () => {
    caller = space.first
    for (const path of ['award-lists', 'awards', 'closing', 'report', 'green-channels', 'interests'])
      expect((await app.inject(`/api/contests/${contest.id}/${path}`)).statusCode).toBe(200)
    const zip = await app.inject(`/api/contests/${contest.id}/certificates`)
    expect(zip.rawPayload.readUInt32LE(0)).toBe(0x04034b50)
    const html = await app.inject(`/api/contests/${contest.id}/report/html?lang=en`)
    expect(html.body).toContain('1. Funnel')
    const pdf = await app.inject(`/api/contests/${contest.id}/report/pdf`)
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    // An award of another contest is none here.
    const elsewhere = await space.contest()
    const { id } = await space.core.db
      .selectFrom('contest_award')
      .select('id')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect((await app.inject(`/api/contests/${elsewhere.id}/awards/${id}/certificate`)).statusCode).toBe(404)
    caller = null
  }, 60_000)
})
