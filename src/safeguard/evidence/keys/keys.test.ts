import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import { systemActor } from '../../../kernel/index.ts'
import { keyFolder, signingKey, suite, type SuiteName, suiteOf, workWith } from '../../crypto/index.ts'
import { act, fsck, rotateLogKey } from '../index.ts'
import { evidenceFolder, vkeyFile } from '../space-log.ts'
import { parseKeyHistory, printKeyHistory, verifyReceipt, type KeyHistory } from '../verifier/index.ts'
import { historyFile } from './history.ts'

const officer = systemActor('keys')
let space: TestSpace
const entry = async (kind: string) =>
  (await act(space.core, systemActor('test'), async ({ note }) => note({ kind, subject: {} }))).entries[0]!
    .leaf
const receipt = (leaf: number) => space.core.evidence.receiptFor(leaf)
const published = async () => printKeyHistory(await space.core.evidence.keyHistory())

describe.each<SuiteName>(['international', 'guomi'])('the keys of a log, %s', (name) => {
  const before = suite().name
  beforeEach(async () => {
    workWith(name)
    space = await testSpace()
  })
  afterEach(async () => {
    await space.stop()
    workWith(before)
  })

  test('after a rotation both receipts hold for who pins the first key and was given the statements', async () => {
    const [first = ''] = space.core.evidence.vkeys()
    const before = await receipt(await entry('test.before'))
    const vkeys = await rotateLogKey(space.core, officer, { reason: 'yearly', revoke: false })
    expect(vkeys).toEqual(space.core.evidence.vkeys())
    expect(vkeys).toHaveLength(name === 'guomi' ? 2 : 1)
    expect(vkeys).not.toContain(first)
    const after = await receipt(await entry('test.after'))
    const keys = await published()
    expect(verifyReceipt(before, { vkey: first })).toMatchObject({ ok: true, pinned: true })
    expect(verifyReceipt(before, { vkey: first, keys })).toMatchObject({ ok: true, signer: first })
    expect(verifyReceipt(after, { vkey: first })).toMatchObject({ ok: false, where: 'key' })
    expect(verifyReceipt(after, { vkey: first, keys })).toMatchObject({
      ok: true,
      signer: vkeys[0],
      guomi: name === 'guomi' ? { signer: vkeys[1] } : null,
    })
    // Who pins the new key alone has no reason to trust the old one.
    expect(verifyReceipt(before, { vkey: vkeys[0], keys })).toMatchObject({ ok: false, where: 'key' })
  })

  test('the history is published, names sizes, and the entry of the rotation stands under the old key', async () => {
    await entry('test.one')
    await rotateLogKey(space.core, officer, { reason: 'yearly', revoke: false })
    const history = parseKeyHistory(await published()) as KeyHistory
    const kinds = await Promise.all(
      [0, 1].map(async (at) => (await space.core.evidence.reader().entry(at)).toString()),
    )
    expect(kinds[1]).toContain('evidence.key_rotated')
    const [old, ...rest] = history.keys
    expect(old).toMatchObject({ from: 0, to: 2, state: 'retired' })
    expect(rest.at(-1)).toMatchObject({ from: 2, to: null, state: 'active' })
    expect(history.successions).toHaveLength(name === 'guomi' ? 2 : 1)
    expect(await readFile(vkeyFile(space.home), 'utf8')).toBe(`${space.core.evidence.vkeys().join('\n')}\n`)
  })

  test('the private half of the old key is gone; the log goes on after a restart, and fsck is content', async () => {
    await entry('test.one')
    await rotateLogKey(space.core, officer, { reason: 'yearly', revoke: false })
    await rotateLogKey(space.core, officer, { reason: 'again', revoke: true })
    const vkeys = space.core.evidence.vkeys()
    await space.core.evidence.stop()
    for (const name of ['evidence', 'evidence-2']) {
      await expect(stat(join(keyFolder(space.home), `${name}.key`))).rejects.toMatchObject({ code: 'ENOENT' })
    }
    expect(await fsck(space.home, space.core.db)).toMatchObject({ ok: true, problems: [] })
    const again = await reopened()
    expect(again.vkeys()).toEqual(vkeys)
    await again.stop()
  }, 60_000)

  test('a crash before the first checkpoint of the new key, or before the new key took over, leaves a sound log', async () => {
    await entry('test.one')
    const checkpoint = join(evidenceFolder(space.home), 'checkpoint')
    const [oldNote, oldVkeys] = [
      await space.core.evidence.checkpoint(1),
      await readFile(vkeyFile(space.home)),
    ]
    await signingKey(suiteOf('international'), space.home, 'evidence-2')
    const [vkey = ''] = await rotateLogKey(space.core, officer, { reason: 'yearly', revoke: false })
    await space.core.evidence.stop()
    // The half-made key of the rotation that was cut short is not the one that was named.
    await writeFile(checkpoint, oldNote)
    await writeFile(vkeyFile(space.home), oldVkeys)
    const again = await reopened()
    expect(again.health()).toMatchObject({ state: 'healthy' })
    expect(again.vkey()).toBe(vkey)
    // What the old key published still stands for what it covers; the rest is signed by the new one.
    expect(verifyReceipt(await again.receiptFor(0), { vkey: oldVkeys.toString() }).ok).toBe(true)
    expect(verifyReceipt(await again.receiptFor(1), { vkey }).ok).toBe(true)
    expect((await readFile(vkeyFile(space.home), 'utf8')).split('\n')[0]).toBe(vkey)
    await again.stop()
  }, 60_000)

  test('a statement changed on the disk stops the log', async () => {
    await entry('test.one')
    await rotateLogKey(space.core, officer, { reason: 'yearly', revoke: true })
    await space.core.evidence.stop()
    const file = historyFile(evidenceFolder(space.home))
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replaceAll('revoked', 'retired'))
    const again = await reopened()
    expect(again.health()).toMatchObject({ state: 'unhealthy' })
    expect(again.health().why).toContain('EVIDENCE_LOG_DAMAGED')
    await again.stop()
    const { problems } = await fsck(space.home, space.core.db)
    expect(problems.map((one) => one.file)).toContain('keys')
  })
})

async function reopened() {
  const { createEvidence } = await import('../index.ts')
  const { core, url } = space
  return createEvidence(core, { databaseUrl: url })
}
