import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backupSpace, restoreSpace } from '../../src/cli/backup/space.ts'
import { keepBlind, readBlind } from '../../src/contest/panel/blind/vault.ts'
import { keep, kept } from '../../src/contest/scoring/vault.ts'
import type { ContractView } from '../../src/flow/contract/index.ts'
import { digestOf, ELSEWHERE, suite, workWith } from '../../src/safeguard/crypto/index.ts'
import { fsck } from '../../src/safeguard/evidence/index.ts'
import { verifyReceipt, verifyResult } from '../../src/safeguard/evidence/verifier/index.ts'
import { outputBytes } from '../../src/use/run/index.ts'
import { type Counted, type Counter, countAlgorithms } from '../support/count-algorithms.ts'
import { emptyDatabaseUrl } from '../support/database.ts'
import { smallSpace, type SmallSpace, spaceAt } from '../support/guomi-story.ts'

/** The whole way of a small space under 国密; every algorithm that Node is asked for meanwhile is counted. */

const PASSPHRASE = '一次备份用的长口令 2026'
const before = suite().name
let counter: Counter
let space: SmallSpace
let released: { runId: string; leaf: number; output: Buffer }

beforeAll(async () => {
  workWith('guomi')
  counter = countAlgorithms()
  space = await smallSpace()
}, 600_000)
afterAll(async () => {
  counter?.stop()
  await space?.end()
  workWith(before)
})

test('both sides signed the contract by SM2, over the SM3 of its terms', async () => {
  const { analyst, contractId } = space
  const contract = await analyst.get<ContractView>(`/contracts/${contractId}`)
  expect(contract.state).toBe('active')
  expect(contract.intact).toBe(true)
  expect(contract.signatures.map(({ algorithm, valid }) => [algorithm, valid])).toEqual([
    ['sm2', true],
    ['sm2', true],
  ])
})

test('a profile of de-identification is saved, and its preview shows no number of a person', async () => {
  const { officer, tables } = space
  const { datasetId } = tables[0]!
  const { profile } = await officer.get<{ profile: object }>(`/datasets/${datasetId}/deidentify`)
  await officer.put(`/datasets/${datasetId}/deidentify`, profile)
  const preview = await officer.post<object>(`/datasets/${datasetId}/deidentify/preview`, profile)
  expect(JSON.stringify(preview)).not.toMatch(/P100\d{3}/)
})

test('a run ends with a released result, and its receipt verifies along both chains', async () => {
  const { opened, analyst, contractId, useful } = space
  const { run } = await analyst.post<{ run: { id: string; state: string; releaseLeaf: number } }>('/runs', {
    contractId,
    kind: 'query',
    sql: useful,
  })
  expect(run.state).toBe('released')
  const output = Buffer.from(await (await analyst.raw(`/runs/${run.id}/output.json`)).arrayBuffer())
  const receipt = await opened.core.evidence.receiptFor(run.releaseLeaf)
  const verdict = verifyReceipt(receipt, { vkey: opened.core.evidence.vkeys() })
  if (!verdict.ok) throw new Error(`${verdict.where}: ${verdict.why}`)
  expect(verdict.entry.payload!.alg).toBe('sm3-salted')
  expect(verdict.held).toContain('guomi')
  expect(verdict.guomi).toMatchObject({ pinned: true })
  expect(verifyResult(verdict, output).ok).toBe(true)
  released = { runId: run.id, leaf: run.releaseLeaf, output }
})

test('the log of the space is whole', async () => {
  const report = await fsck(space.home, space.opened.core.db)
  expect(report.problems).toEqual([])
})

test('a sealed backup comes back on a machine that works with the other suite', async () => {
  const { opened, folder, people } = space
  const { core } = opened
  // Files of a contest lie beside the rest of the data folder.
  const ids = ['0190a1b2-0000-7000-8000-00000000000a', '0190a1b2-0000-7000-8000-00000000000b'] as const
  const hidden = await keep(core, ids[0], '隐藏答案')
  const blind = await keepBlind(core, ids[1], Buffer.from('匿名作品'))
  const copy = join(folder, 'backup')
  const manifest = await backupSpace(opened, copy, PASSPHRASE)
  expect(manifest.suite).toBe('guomi')
  expect(manifest.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['home/crypto-suite', 'home/keys/evidence.key', 'evidence/origin']),
  )
  const header = await readFile(join(copy, 'backup.json'), 'utf8')
  expect(JSON.parse(header)).toMatchObject({ suite: 'guomi', cipher: 'sm4-gcm' })
  expect((await readdir(copy)).toSorted()).toEqual(['backup.json', 'files', 'manifest.sealed'])

  await space.stop()
  const database = await emptyDatabaseUrl()
  const home = join(folder, 'restored')
  const env = { DATABASE_URL: database.url, XINYU_CRYPTO_SUITE: 'international' }
  try {
    workWith('international')
    await expect(restoreSpace(copy, home, null, env)).rejects.toMatchObject({ code: 'BACKUP_SEALED' })
    await expect(restoreSpace(copy, home, `${PASSPHRASE}!`, env)).rejects.toMatchObject({
      code: 'BACKUP_PASSPHRASE',
    })
    const { settingDiffers } = await restoreSpace(copy, home, PASSPHRASE, env)
    expect(settingDiffers).toBe('international')
    expect(suite().name).toBe('guomi')
    // Before it starts: files that no row names are swept away then.
    const there = { ...core, home }
    expect(await kept(there, ids[0], hidden)).toEqual(Buffer.from('隐藏答案'))
    const work = { id: ids[1], key: blind, digest: digestOf('匿名作品') }
    expect(await readBlind(there, work)).toEqual(Buffer.from('匿名作品'))
    const again = await spaceAt(home, database.url)
    try {
      const report = await fsck(home, again.core.db)
      expect(report.problems).toEqual([])
      expect(report.sm3Root).not.toBeNull()
      const output = await outputBytes(again.core, people.analyst, released.runId)
      expect(output.equals(released.output)).toBe(true)
    } finally {
      await again.stop()
    }
  } finally {
    workWith('guomi')
    await database.drop()
  }
}, 600_000)

/** What Node is asked for by the 国密 suite. */
const GUOMI = /^(?:sm3|hmac-sm3|hkdf-sm3|sm4-[a-z]+|ecdh SM2|new ec SM2)$/
const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** The named list has this algorithm at this place. */
const isNamed = ({ algorithm, file }: Counted): boolean =>
  ELSEWHERE.some(
    (one) =>
      one.files.some((place) => file.startsWith(place)) &&
      one.algorithm.split(', ').some((name) => plain(algorithm).includes(plain(name))),
  )

test('no other algorithm was called outside of the named list', () => {
  // Tests and fixtures, the test runner and Node's own HTTP are no part of the space.
  const counts = counter
    .counts()
    .filter(({ file }) => file.startsWith('src/'))
    .toSorted((a, b) => b.calls - a.calls)
  const other = counts.filter(({ algorithm }) => !GUOMI.test(algorithm))
  const told = ({ algorithm, calls, file }: Counted) => `${String(calls).padStart(6)} ${algorithm} · ${file}`
  console.info(
    `${counts.length - other.length} places by 国密, and by the named list:\n${other.map(told).join('\n')}`,
  )
  expect(counts.filter(({ algorithm }) => algorithm === 'sm3').length).toBeGreaterThan(5)
  expect(other.filter((one) => !isNamed(one)).map(told)).toEqual([])
})
