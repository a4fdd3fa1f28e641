import { existsSync } from 'node:fs'
import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../../kernel/actor.ts'
import { digestOf } from '../../crypto/index.ts'
import { fsck } from '../fsck/index.ts'
import { payloadKeyFolder } from '../payload/index.ts'
import { verifyReceipt } from '../verifier/index.ts'
import { askDestruction, cancelDestruction, decideDestruction } from './actions.ts'
import { destroyDue } from './destroy.ts'
import { liftHold, placeHold } from './holds.ts'
import { tendRetention } from './job.ts'
import { destructionProof } from './proof.ts'
import { auditor, retentionSpace, secondSecurity, security } from './retention.fixture.ts'
import { findDestruction } from './store.ts'
import { retentionView } from './view.ts'

let space: Awaited<ReturnType<typeof retentionSpace>>
beforeEach(async () => {
  space = await retentionSpace()
})
afterEach(() => space.stop())

const quiet = { signal: new AbortController().signal, progress: () => {} }

/** Asked for, approved, and carried out here. */
async function approved(): Promise<string> {
  const id = await askDestruction(space.core, security, 'past its time')
  await decideDestruction(space.core, auditor, id, { approve: true, reason: 'as the rules say' })
  return id
}
const kept = async (ids: readonly string[]) => (await space.core.evidence.payloads(ids)).size
const check = () => fsck(space.home, space.core.db)

test('after a destruction neither a copied database nor a copied key folder opens what was destroyed', async () => {
  const old = await space.grown('session.opened', ['a', 'b', 'c'])
  const disclosed = await space.grown('run.released', ['a'])
  const receipt = await space.core.evidence.receiptFor(old[0]!)
  const [rowsBefore, keysBefore] = [await space.rows(), await space.keys()]
  // The copy is sound: with the keys of then it opens.
  expect(await space.opened(rowsBefore, keysBefore)).toBe(4)
  space.days(250)
  const young = await space.grown('session.opened', ['d'])
  const id = await approved()
  expect(await destroyDue(space.core, id, quiet)).toBe(3)

  expect(await kept(old)).toBe(0)
  expect(await kept([...disclosed, ...young])).toBe(2)
  // A backup of the database with the keys of after: only the disclosure opens.
  expect(await space.opened(rowsBefore, space.home)).toBe(1)
  expect(await space.opened(rowsBefore, await space.keys())).toBe(1)
  // No file of the key folder holds what the destroyed key was.
  const gone = rowsBefore.find((row) => row.entry_id === old[0])!.key!
  const before = await readFile(join(payloadKeyFolder(keysBefore), `${gone}.key`))
  for (const file of await readdir(payloadKeyFolder(space.home)))
    expect((await readFile(join(payloadKeyFolder(space.home), file))).includes(before)).toBe(false)
  expect(existsSync(join(payloadKeyFolder(space.home), `${gone}.key`))).toBe(false)

  // The entry stands in the tree; the receipt of now leaves the payload out, the one of before holds.
  expect(verifyReceipt(await space.core.evidence.receiptFor(old[0]!))).toMatchObject({
    ok: true,
    payload: undefined,
  })
  expect(verifyReceipt(receipt)).toMatchObject({ ok: true, payload: { about: 'a' } })
  expect(await check()).toMatchObject({ ok: true, problems: [], payloadsDestroyed: 3, payloadsMissing: 0 })
})

test('the proof is a receipt, then the list that it carries the digest of', async () => {
  const ids = await space.grown('session.opened', ['a', 'b'])
  space.days(250)
  const id = await approved()
  await destroyDue(space.core, id, quiet)
  const proof = await text(await destructionProof(space.core, id))
  const end = proof.indexOf('\n') + 1
  const verdict = verifyReceipt(Buffer.from(proof.slice(0, end)))
  const digest = digestOf(proof.slice(end))
  expect(verdict).toMatchObject({
    ok: true,
    entry: { kind: 'evidence.destroyed', subject: { destruction: id } },
    payload: {
      entries: 2,
      leaves: { first: 0, last: 1 },
      list: { digest, entries: 2 },
      askedBy: security.userId,
      decidedBy: auditor.userId,
    },
  })
  expect(proof.slice(end)).toBe(`${ids.toSorted().join('\n')}\n`)
  expect(await retentionView(space.core)).toMatchObject({
    destructions: [{ id, state: 'done', entries: 2, from: 0, to: 1, digest, leaf: 4 }],
    due: 0,
  })
})

test('two officers: who asked does not decide, and nothing goes before the decision or after a refusal', async () => {
  const ids = await space.grown('session.opened', ['a'])
  await expect(askDestruction(space.core, security, 'too early')).rejects.toMatchObject({
    code: 'RETENTION_NOTHING_DUE',
  })
  space.days(250)
  const id = await askDestruction(space.core, security, 'past its time')
  await expect(askDestruction(space.core, secondSecurity, 'once more')).rejects.toMatchObject({
    code: 'RETENTION_OPEN',
  })
  const both = { ...security, roles: ['security_officer', 'auditor'] } as typeof security
  const decision = { approve: true, reason: 'by myself' }
  await expect(decideDestruction(space.core, both, id, decision)).rejects.toMatchObject({
    code: 'RETENTION_SAME_OFFICER',
  })
  expect(await destroyDue(space.core, id, quiet)).toBe(0)
  await decideDestruction(space.core, auditor, id, { approve: false, reason: 'not yet' })
  expect(await destroyDue(space.core, id, quiet)).toBe(0)
  await expect(decideDestruction(space.core, auditor, id, decision)).rejects.toMatchObject({
    code: 'RETENTION_STATE',
  })
  expect(await kept(ids)).toBe(1)
})

test('what is held is kept and can be read, and goes when another officer has lifted the hold', async () => {
  const ids = await space.grown('session.opened', ['a', 'b', 'c'])
  const rowsBefore = await space.rows()
  const { id: hold } = await placeHold(space.core, security, { subject: 'b', kind: null }, 'a case at court')
  space.days(250)
  const id = await approved()
  expect(await destroyDue(space.core, id, quiet)).toBe(2)
  expect(await kept(ids)).toBe(1)
  // It was sealed anew: the key that opened it in old copies is gone like that of its neighbours.
  expect(
    await space.opened(
      rowsBefore.filter((row) => ids.includes(row.entry_id)),
      space.home,
    ),
  ).toBe(0)
  expect(await check()).toMatchObject({ ok: true, payloadsDestroyed: 2 })

  await expect(liftHold(space.core, security, hold, 'my own')).rejects.toMatchObject({
    code: 'RETENTION_SAME_OFFICER',
  })
  await expect(askDestruction(space.core, security, 'again')).rejects.toMatchObject({
    code: 'RETENTION_NOTHING_DUE',
  })
  await liftHold(space.core, secondSecurity, hold, 'the case is closed')
  expect(await destroyDue(space.core, await approved(), quiet)).toBe(1)
  expect(await kept(ids)).toBe(0)
})

test('a hold that comes while the list is made counts', async () => {
  const ids = await space.grown('session.opened', ['a', 'b'])
  space.days(250)
  const id = await approved()
  const { vault } = space.core.evidence
  // The hold arrives after the list is made: the last moment before the point of no return.
  await placeHold(space.core, security, { subject: 'a', kind: null }, 'placed before')
  let placed = false
  const late = {
    ...space.core,
    evidence: {
      ...space.core.evidence,
      vault: {
        ...vault,
        reseal: async (...args: Parameters<typeof vault.reseal>) => {
          if (!placed) await placeHold(space.core, security, { subject: null, kind: 'session' }, 'in between')
          placed = true
          return vault.reseal(...args)
        },
      },
    },
  }
  expect(await destroyDue(late, id, quiet)).toBe(0)
  expect(placed).toBe(true)
  expect(await kept(ids)).toBe(2)
  expect((await findDestruction(space.core.db, id))!.state).toBe('done')
})

test('a row that was moved under an older key is judged by its entry all the same', async () => {
  await space.grown('session.opened', ['old'])
  const disclosed = await space.grown('run.released', ['precious'])
  const [session] = (await space.rows()).map((row) => row.key!).filter((key) => key.startsWith('log-'))
  // Somebody with the database alone names the key of a class that goes sooner.
  await space.core.db
    .updateTable('evidence_payload')
    .set({ key: session! })
    .where('entry_id', '=', disclosed[0]!)
    .execute()
  space.days(250)
  const id = await approved()
  expect(await destroyDue(space.core, id, quiet)).toBe(1)
  expect((await space.rows()).some((row) => row.entry_id === disclosed[0])).toBe(true)
  const listed = await text(await destructionProof(space.core, id))
  expect(listed.slice(listed.indexOf('\n'))).not.toContain(disclosed[0])
})

test('it never destroys the payload of a destruction, however old', async () => {
  await space.grown('session.opened', ['a'])
  space.days(250)
  await destroyDue(space.core, await approved(), quiet)
  await space.grown('session.opened', ['b'])
  space.days(40_000)
  await destroyDue(space.core, await approved(), quiet)
  const rows = await space.rows()
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.every((row) => row.key!.startsWith('evidence-'))).toBe(true)
  expect(await space.opened(rows, space.home)).toBe(rows.length)
  expect(await check()).toMatchObject({ ok: true, payloadsDestroyed: 2 })
})

test('a row added to the list of a destruction proves nothing: the log has the digest of the list', async () => {
  await space.grown('session.opened', ['a'])
  const [other] = await space.grown('run.released', ['b'])
  space.days(250)
  const id = await approved()
  await destroyDue(space.core, id, quiet)
  expect(await check()).toMatchObject({ ok: true, payloadsDestroyed: 1 })
  // Somebody with the database alone makes a payload vanish.
  const { db } = space.core
  await db.deleteFrom('evidence_payload').where('entry_id', '=', other!).execute()
  await db
    .insertInto('evidence_destroyed')
    .values({ entry_id: other!, destruction: id, key: 'log-2026-01-00000000', leaf: 1 })
    .execute()
  const { ok, problems } = await check()
  expect(ok).toBe(false)
  expect(problems.map(({ leaf }) => leaf)).toContain(1)
})

test('cut off after the key is gone, it goes on and proves everything', async () => {
  const ids = await space.grown('session.opened', ['a', 'b'])
  space.days(250)
  const id = await approved()
  const { vault } = space.core.evidence
  const killed = {
    ...space.core,
    evidence: {
      ...space.core.evidence,
      vault: {
        ...vault,
        destroy: async (name: string, now: number) => {
          await vault.destroy(name, now)
          throw new Error('killed')
        },
      },
    },
  }
  await expect(destroyDue(killed, id, quiet)).rejects.toThrow('killed')
  // In between nothing is a problem: the auditor's decision is in the log, and the list is made.
  expect(await check()).toMatchObject({ ok: true })
  expect(await destroyDue(space.core, id, quiet)).toBe(2)
  expect(await kept(ids)).toBe(0)
  expect(await check()).toMatchObject({ ok: true, payloadsDestroyed: 2 })
})

test('cancelled, it stops between two keys and takes the list of the next one back', async () => {
  await space.grown('session.opened', ['a', 'b'])
  space.days(40)
  const later = await space.grown('session.opened', ['c', 'held'])
  await placeHold(space.core, security, { subject: 'held', kind: null }, 'a case at court')
  space.days(250)
  const id = await approved()
  const controller = new AbortController()
  const { vault } = space.core.evidence
  // It is cancelled when the second key's list is made, while what is held is being moved.
  const reseal = (...args: Parameters<typeof vault.reseal>) => {
    controller.abort('cancel')
    return vault.reseal(...args)
  }
  const core = {
    ...space.core,
    evidence: { ...space.core.evidence, vault: { ...vault, reseal } },
  }
  expect(await destroyDue(core, id, { signal: controller.signal, progress: () => {} })).toBe(2)
  expect(controller.signal.aborted).toBe(true)
  expect(await kept(later)).toBe(2)
  expect(await findDestruction(space.core.db, id)).toMatchObject({ state: 'cancelled', entries: 2 })
  expect(await check()).toMatchObject({ ok: true, payloadsDestroyed: 2 })
})

test('one cancelled in the queue ends without a loss', async () => {
  const ids = await space.grown('session.opened', ['a'])
  space.days(250)
  const first = await approved()
  await cancelDestruction(space.core, auditor, first)
  await tendRetention(space.core)
  expect(await findDestruction(space.core.db, first)).toMatchObject({ state: 'cancelled', entries: 0 })
  expect(await kept(ids)).toBe(1)
  const second = await approved()
  expect(await destroyDue(space.core, second, quiet)).toBe(1)
})

test('as a job it begins with the approval, and is taken up again where it was lost', async () => {
  const ids = await space.grown('session.opened', ['a'])
  space.days(250)
  const id = await approved()
  const { job_id: job } = (await findDestruction(space.core.db, id))!
  // A stop of the server: the job is queued again and goes on.
  await expect(space.run(job!, AbortSignal.abort('shutdown'))).rejects.toThrow()
  expect(await findDestruction(space.core.db, id)).toMatchObject({ state: 'running' })
  expect(await space.run(job!)).toEqual({ destroyed: 1 })
  expect(await kept(ids)).toBe(0)
  expect(await space.run(job!)).toEqual({ destroyed: 0 })
})

test('by the schedule it is asked for once, and still decided by the auditor', async () => {
  await space.grown('session.opened', ['a'])
  space.days(250)
  const evidence = { ...space.core.config.evidence, askEveryDays: 30 }
  const core = { ...space.core, config: { ...space.core.config, evidence } }
  await tendRetention(core)
  await tendRetention(core)
  const { destructions } = await retentionView(core)
  expect(destructions).toMatchObject([{ state: 'asked', askedBy: null, entries: 0 }])
  expect(destructions).toHaveLength(1)
})

test('keys that a backup brings back are removed at the next start', async () => {
  const ids = await space.grown('session.opened', ['a'])
  const [rows, keys] = [await space.rows(), await space.keys()]
  space.days(250)
  await destroyDue(space.core, await approved(), quiet)
  const name = `${rows[0]!.key}.key`
  await cp(join(payloadKeyFolder(keys), name), join(payloadKeyFolder(space.home), name))
  // It opens nothing even before it is gone.
  expect(await space.opened(rows, space.home)).toBe(0)
  expect(await space.core.evidence.vault.purge()).toBe(1)
  expect(existsSync(join(payloadKeyFolder(space.home), name))).toBe(false)
  expect(ids).toHaveLength(1)
})

test('the system cannot decide: only a user does, and every step leaves its entry', async () => {
  await space.grown('session.opened', ['a'])
  space.days(250)
  const id = await askDestruction(space.core, systemActor('retention'), 'due by schedule')
  await decideDestruction(space.core, auditor, id, { approve: true, reason: 'as the rules say' })
  await destroyDue(space.core, id, quiet)
  const kinds = await space.core.evidence.leavesAbout([id])
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'evidence.destruction_asked',
    'evidence.destruction_approved',
    'evidence.destroyed',
  ])
})
