import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApi } from '../../../../test/support/api.ts'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import { systemActor } from '../../../kernel/index.ts'
import type { App } from '../../../platform/http/index.ts'
import { act, evidenceRoutes } from '../index.ts'

let space: TestSpace
let app: App

beforeAll(async () => {
  space = await testSpace()
  app = await testApi(
    (app) => evidenceRoutes(app, space.core),
    () => ({ kind: 'user', userId: 'u', participantId: 'p', roles: ['auditor'] }),
  )
  for (const subject of ['a', 'b', 'c'])
    await act(space.core, systemActor('jobs'), async ({ note }) =>
      note({ kind: 'contract.ended', subject: { contract: subject } }),
    )
})
afterAll(async () => {
  await app.close()
  await space.stop()
})

const get = async (url: string) => {
  const answer = await app.inject({ method: 'GET', url: `/api/evidence/${url}` })
  return { status: answer.statusCode, text: answer.payload }
}
const BEYOND = [
  '9007199254740993',
  '1e400',
  '18446744073709551616',
  'Infinity',
  'NaN',
  '-1',
  '1.5',
  'x',
  '%00',
]

/** Every answer but a good one is a code of the table, tells no place on this machine, and is no failure of ours. */
async function refused(url: string): Promise<void> {
  const { status, text } = await get(url)
  expect([url, status === 400 || status === 404]).toEqual([url, true])
  expect(['INPUT_INVALID', 'EVIDENCE_NOT_FOUND', 'NOT_FOUND']).toContain(
    (JSON.parse(text) as { code: string }).code,
  )
  expect(text).not.toContain(space.home)
}

test('numbers that are none, are negative or lie beyond 2^53', async () => {
  for (const bad of BEYOND)
    for (const url of [
      `entries/${bad}`,
      `entries/${bad}/receipt`,
      `entries/${bad}/proof`,
      `entries/0/proof?size=${bad}`,
      `entries?before=${bad}`,
      `entries?from=${bad}`,
      `entries?limit=${bad}`,
      `trail?subject=x&after=${bad === '-1' ? '-2' : bad}`,
      `checkpoints?before=${bad}`,
      `checkpoints?until=${bad}`,
      `checkpoints/${bad}`,
      `consistency?from=0&to=${bad}`,
      `density?from=${bad}`,
      `density?zone=${bad === '-1' ? '-900' : bad === '1.5' ? '1.5' : bad}`,
      `anchors?limit=${bad}`,
      `anchors/${bad}`,
    ])
      await refused(url)
})

test('the largest number there is, ranges the wrong way round, and the same question twice', async () => {
  const most = String(Number.MAX_SAFE_INTEGER)
  for (const url of [
    `entries/${most}`,
    `entries/0/proof?size=${most}`,
    'entries/2/proof?size=1',
    `checkpoints/${most}`,
    `consistency?from=${most}&to=${most}`,
    'consistency?from=2&to=1',
    'entries?kind=a&kind=b',
    'entries/0/receipt?form=json&form=tlog-proof',
    'entries?limit=1&limit=2',
  ])
    await refused(url)
  for (const url of [
    `entries?before=${most}`,
    `entries?from=${most}&to=0`,
    `density?from=0&to=${most}`,
    `density?from=${most}&to=0&kind=contract.ended`,
    `density?from=0&to=${most}&kind=contract.ended&zone=-840`,
    `checkpoints?before=${most}&until=${most}`,
    `trail?subject=nobody&after=${most}`,
  ])
    expect([url, (await get(url)).status]).toEqual([url, 200])
})

test('names of tiles that lead out, overlong and odd ones', async () => {
  for (const name of [
    '../../keys/evidence.key',
    '..%2f..%2fkeys%2fevidence.key',
    '0/%00',
    '0/000%0a',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/01',
    '0/000.p/-1',
    '99/000',
    'entries/x9007199254740993/000',
    `0/${'x999/'.repeat(30)}999`,
    `entries/${'x999/'.repeat(500)}999`,
    '0/x000/000',
    '0/\\\\server/share',
    'entries/000.p/999',
  ])
    for (const tree of ['tile', 'tile-sm3']) await refused(`${tree}/${name}`)
})

test('filters that are no words are refused before the database sees them', async () => {
  for (const text of ['a%00b', "a'or'1", 'a b', 'a%0ab', '%ed%a0%80', 'x'.repeat(200), ''])
    for (const name of ['kind', 'subject', 'actor']) await refused(`entries?${name}=${text}`)
})
