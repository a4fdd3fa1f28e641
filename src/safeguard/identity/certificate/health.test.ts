import { rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { certificateFindings } from './health.ts'
import { makePki, type Pki } from './pki.fixture.ts'

const DAY = 86_400_000
const at = (text: string) => Date.parse(`${text}T00:00:00Z`)
/** Authorities are good until 1 December 2026; lists from 1 January to 1 February. */
const JANUARY = at('2026-01-10')

let pki: Pki
beforeAll(async () => {
  pki = await makePki('p256')
  await pki.issue('root', { by: null, extensions: 'ca' })
  await pki.issue('middle', { extensions: 'middle' })
  await pki.issue('gone', { by: null, extensions: 'ca', to: '20260105000000Z' })
  await writeFile(pki.at('ca.pem'), await pki.pem('root'))
}, 60_000)
afterAll(() => pki?.stop())

const files = () => ({ caFile: pki.at('ca.pem'), crlFile: pki.at('crls.pem') })
const lists = async (...pems: Promise<string>[]) =>
  writeFile(pki.at('crls.pem'), (await Promise.all(pems)).join(''))

async function states(now: number, of: Partial<ReturnType<typeof files>> | { crlFile: null } = {}) {
  const found = await certificateFindings({ ...files(), ...of }, now)
  return { ca: found['login-ca'], crl: found['login-crl'] }
}

test('nothing is said where there is no log-in by certificate', async () => {
  expect(await certificateFindings({ caFile: null, crlFile: pki.at('crls.pem') }, JANUARY)).toEqual({})
})

test('all is well, and until when', async () => {
  await lists(pki.crl('root'), pki.crl('middle'))
  expect(await states(JANUARY)).toMatchObject({
    ca: { state: 'ok', en: expect.stringContaining('2026-12-01') },
    crl: { state: 'ok', en: expect.stringContaining('2026-02-01') },
  })
})

test('a file that is missing, unreadable or something else lets nobody in', async () => {
  await writeFile(pki.at('text'), 'no certificate')
  for (const caFile of [pki.at('none.pem'), pki.at('text')])
    expect(await states(JANUARY, { caFile })).toMatchObject({
      ca: { state: 'missing', en: expect.stringContaining(caFile) },
    })
  for (const crlFile of [pki.at('none.crl'), pki.at('text')])
    expect(await states(JANUARY, { crlFile })).toMatchObject({
      crl: { state: 'missing', en: expect.stringContaining(crlFile), zh: expect.stringContaining(crlFile) },
    })
  await rm(pki.at('text'))
})

test('an authority that has expired, one beside a good one, and one that soon will', async () => {
  const caFile = pki.at('two.pem')
  await writeFile(caFile, await pki.pem('gone', 'root'))
  expect((await states(JANUARY, { caFile })).ca).toMatchObject({
    state: 'degraded',
    en: expect.stringMatching(/CN=gone.* 2026-01-05/),
  })
  await writeFile(caFile, await pki.pem('gone'))
  expect((await states(JANUARY, { caFile })).ca).toMatchObject({ state: 'missing' })
  expect((await states(at('2026-12-01') - 10 * DAY)).ca).toMatchObject({
    state: 'degraded',
    en: expect.stringContaining('2026-12-01'),
  })
  expect((await states(at('2026-12-02'))).ca).toMatchObject({ state: 'missing' })
  expect((await states(at('2025-11-30'))).ca).toMatchObject({ state: 'missing' })
})

test('a list whose next one is late lets nobody in; one that soon will be is said before', async () => {
  await lists(pki.crl('root'), pki.crl('middle'))
  expect((await states(at('2026-01-30'))).crl).toMatchObject({ state: 'degraded' })
  expect((await states(at('2026-02-02'))).crl).toMatchObject({
    state: 'missing',
    en: expect.stringMatching(/CN=root.* 2026-02-01/),
    zh: expect.stringContaining('2026-02-01'),
  })
  // An old list beside its successor harms nobody.
  await lists(pki.crl('root', '20251201000000Z', '20260101000000Z'), pki.crl('root'))
  expect((await states(JANUARY)).crl).toMatchObject({ state: 'ok' })
  // A list of a day is not late before its last hours.
  await lists(pki.crl('root', '20260110000000Z', '20260111000000Z'))
  expect((await states(JANUARY)).crl).toMatchObject({ state: 'ok' })
  expect((await states(JANUARY + 20 * 3_600_000)).crl).toMatchObject({ state: 'degraded' })
})

test('an authority without a list of its own, and a list of an authority between that is late', async () => {
  await lists(pki.crl('middle'))
  expect((await states(JANUARY)).crl).toMatchObject({
    state: 'missing',
    en: expect.stringMatching(/CN=root/),
  })
  await lists(pki.crl('root'), pki.crl('middle', '20251201000000Z', '20260105000000Z'))
  expect((await states(JANUARY)).crl).toMatchObject({
    state: 'missing',
    en: expect.stringMatching(/CN=middle.* 2026-01-05/),
  })
})

test('revocation that is not looked at is said', async () => {
  expect((await states(JANUARY, { crlFile: null })).crl).toMatchObject({ state: 'degraded' })
})
