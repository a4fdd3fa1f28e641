import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs.ts'
import {
  digestOf,
  fingerprintSql,
  hashSql,
  macPads,
  macSql,
  suite,
  workWith,
} from '../../../safeguard/crypto/index.ts'
import { type Duck, openDuck } from './duck.ts'
import { quoteText } from './sql.ts'

/** By `openssl dgst` of the text 信域, of the hexadecimal digits twenty times over, and as HMAC under bytes 0 … 31. */
const OPENSSL = [
  {
    name: 'international',
    short: '7a97b1e1972ba8464315458c8465d5e1d190f644ec2340cf76b2b53f87aea0b0',
    long: '88e7b9e5918ad3d62d2b60dc618abba9de7f1c3bb6dab20becb08494c66df8d1',
    mac: '1d0058f4ad2a76fe025a5b7fcf1514142e914750d262d6b0f25b992c2f5d91b5',
  },
  {
    name: 'guomi',
    short: '68aadf8132a33a9eba6584606f3291d1df8138c3fe0893d9e2b92e393a1fbb3e',
    long: '3d57f5dac3ca0f84276d144a95fd0bb840c51c67b030101526060007dd31b5a8',
    mac: '22f7d828c7f472949d35824c1156354576fd006dbcd3ad85b3c4e97bc388992d',
  },
] as const
const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i))

describe.each(OPENSSL)('the hash of the suite in the engine: $name', ({ name, short, long, mac }) => {
  const { name: before } = suite()
  let folder: string
  let duck: Duck
  const values = async (sql: string) => (await duck.rows(sql)).map((row) => row['v'])

  beforeAll(async () => {
    workWith(name)
    folder = await mkdtemp(join(tmpdir(), 'xinyu-suite-'))
    duck = await openDuck({ progress: () => {}, softMemoryBytes: 256 << 20, threads: 2 }, folder, [folder])
  })
  afterAll(async () => {
    duck.connection.closeSync()
    await rm(folder, { recursive: true, force: true })
    workWith(before)
  })

  test('is that of OpenSSL', async () => {
    expect(await values(`SELECT ${hashSql(`'信域'`)} AS v`)).toEqual([short])
    expect(await values(`SELECT ${hashSql(`repeat('0123456789abcdef', 20)`)} AS v`)).toEqual([long])
    expect(await values(`SELECT ${macSql(macPads(KEY), `'信域'`)} AS v`)).toEqual([mac])
  })

  test('is that of this process for any text, and NULL of NULL', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((one) => !one.includes('\0'))
    const key = fc.uint8Array({ maxLength: 64 })
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 9 }), key, async (some, secret) => {
        const texts = some.map((one) => one.toWellFormed())
        const from = `(SELECT unnest([${texts.map(quoteText).join(', ')}, NULL]) AS t)`
        expect(await values(`SELECT ${hashSql('t')} AS v FROM ${from}`)).toEqual([
          ...texts.map((one) => digestOf(one)),
          null,
        ])
        expect(await values(`SELECT ${macSql(macPads(secret), 't')} AS v FROM ${from}`)).toEqual([
          ...texts.map((one) => suite().mac(secret, one).toString('hex')),
          null,
        ])
      }),
      { numRuns: runs(6) },
    )
  })

  test('is right on every one of many rows, in two threads', async () => {
    await duck.connection.run(`CREATE TEMP TABLE many AS SELECT i::VARCHAR AS t FROM range(20_000) r(i)`)
    const [row] = await duck.rows(
      `SELECT count(DISTINCT ${hashSql('t')}) AS n, max(${hashSql('t')}) AS v FROM many`,
    )
    const highest = Array.from({ length: 20_000 }, (_, i) => digestOf(String(i)))
      .sort()
      .at(-1)
    expect([Number(row!['n']), row!['v']]).toEqual([20_000, highest])
  })

  test('of equal texts side by side is the same, of the next another', async () => {
    const texts = ['甲', '甲', '乙', '甲', '', '']
    const from = `(SELECT unnest([${texts.map(quoteText).join(', ')}]) AS t)`
    expect(await values(`SELECT ${macSql(macPads(KEY), 't')} AS v FROM ${from}`)).toEqual(
      texts.map((one) => suite().mac(KEY, one).toString('hex')),
    )
  })

  test('equal rows have one fingerprint of 128 bits, others have others', async () => {
    const [row] = await duck.rows(
      `SELECT count(*) AS n, count(DISTINCT f) AS d, typeof(any_value(f)) AS v FROM (SELECT ${fingerprintSql('t')} AS f FROM (
         SELECT t FROM many UNION ALL SELECT t FROM many))`,
    )
    expect([Number(row!['n']), Number(row!['d']), row!['v']]).toEqual([40_000, 20_000, 'UHUGEINT'])
  })
})
