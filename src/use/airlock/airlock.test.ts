import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outputBytes } from '../run/index.ts'
import { changeFile, removeFile, takeFile } from './actions/files.ts'
import { expireRequests, destroyKept, revokeRequest, withdrawRequest } from './actions/end.ts'
import { preflight } from './actions/submit.ts'
import { releaseRequest } from './actions/release.ts'
import { type AirlockSpace, airlockSpace, CONTEXT, stateOf } from './airlock.fixture.ts'
import { lookAt } from './look/look.ts'
import { recordHash } from './record.ts'
import { statementOf } from './statement.ts'
import { currentFiles, filesOf } from './store.ts'
import { readBytes } from './vault.ts'
import { requestView } from './view.ts'
import { NO_ORIGIN } from '../run/index.ts'

let space: AirlockSpace
beforeAll(async () => {
  space = await airlockSpace()
}, 120_000)
afterAll(() => space?.stop())

const view = (id: string, by = space.author) => requestView(space.core, by, id)
const release = (id: string) => releaseRequest(space.airlock, space.releaser, id, NO_ORIGIN)

describe('the way out', () => {
  test('leads by the machine and two checkers to a receipt, and back by a revocation', async () => {
    const { airlock, author, checkers, core } = space
    const id = await space.submitted()
    expect(await stateOf(space, id)).toBe('review')
    await space.opinion(checkers[0], id, 'approve')
    expect(await stateOf(space, id)).toBe('review')
    await space.opinion(checkers[1], id, 'approve')
    expect(await view(id)).toMatchObject({ state: 'approved', checkers: 2, round: 1 })
    await release(id)
    const done = await view(id)
    expect(done).toMatchObject({ state: 'released', may: expect.arrayContaining(['download']) as unknown })
    const runId = done.files[0]!.runId!
    expect((await outputBytes(core, author, runId)).toString()).toContain('10-19,340')
    const statement = await statementOf(core, author, id, done.files[0]!.id)
    expect(statement).toMatchObject({ run: runId, checkers: 2, file: { digest: done.files[0]!.digest } })
    const kinds = (await core.evidence.leavesAbout([id])).map(({ kind }) => kind)
    expect(kinds).toEqual(
      expect.arrayContaining(['airlock.opened', 'airlock.submitted', 'airlock.opinion', 'airlock.released']),
    )
    await expect(revokeRequest(airlock, author, id, 'mine')).rejects.toMatchObject({
      code: 'AIRLOCK_SEPARATED',
    })
    await revokeRequest(airlock, checkers[2], id, 'A number was wrong')
    expect(await view(id)).toMatchObject({ state: 'revoked', revoked: { reason: 'A number was wrong' } })
    await expect(outputBytes(core, author, runId)).rejects.toMatchObject({
      code: expect.any(String) as unknown,
    })
  })

  test('goes back for changes: the corrected file replaces, the history stays without its bytes', async () => {
    const { airlock, author, checkers, core, seatFiles } = space
    const id = await space.submitted()
    await space.opinion(checkers[0], id, 'return')
    await space.opinion(checkers[1], id, 'return')
    const back = await view(id)
    expect(back).toMatchObject({
      state: 'returned',
      rounds: [{ outcome: 'returned', reasons: ['unrounded'] }],
    })
    const before = back.files[0]!
    seatFiles.set('计数.csv', Buffer.from('age,n\n0-9,125\n'))
    await takeFile(airlock, author, id, { path: '计数.csv', context: CONTEXT }, NO_ORIGIN)
    expect(existsSync(`${core.home}/airlock/${before.id.slice(-2)}/${before.id}.bin`)).toBe(false)
    await space.submit(id)
    const again = await view(id)
    expect(again).toMatchObject({ state: 'review', round: 2 })
    expect(again.files).toHaveLength(1)
    expect(again.files[0]!.digest).not.toBe(before.digest)
    expect(again.rounds[0]!.files[0]!.digest).toBe(before.digest)
    await space.opinion(checkers[2], id, 'approve')
    await space.opinion(checkers[1], id, 'approve')
    expect(await stateOf(space, id)).toBe('approved')
    const file = (await filesOf(core.db, [id])).find((one) => one.id === again.files[0]!.id)!
    expect(recordHash(file.record)).toBe(file.record_digest)
    seatFiles.set('计数.csv', Buffer.from('age,n\n0-9,120\n10-19,340\n'))
  })

  test('stops at the machine where a rule fails, and names rule and reason', async () => {
    const { findings } = space
    findings.set('计数.csv', [
      { rule: 'small-count', verdict: 'fail', place: 'line 2', zh: '小于 10', en: 'below 10' },
    ])
    const id = await space.draft()
    await preflightDone(id)
    expect((await view(id)).files[0]).toMatchObject({ verdict: 'fail', findings: [{ place: 'line 2' }] })
    await space.submit(id)
    expect(await view(id)).toMatchObject({
      state: 'returned',
      rounds: [{ outcome: 'returned', byMachine: true, reasons: ['small-counts'] }],
    })
    findings.clear()
  })

  test('needs context, files and a kind that the contract names', async () => {
    const { airlock, author } = space
    const bare = await space.draft([])
    await expect(space.submit(bare)).rejects.toMatchObject({ code: 'AIRLOCK_NO_FILES' })
    const { value: file } = await takeFile(
      airlock,
      author,
      bare,
      {
        path: '计数.csv',
        context: { ...CONTEXT, how: '' },
      },
      NO_ORIGIN,
    )
    await expect(space.submit(bare)).rejects.toMatchObject({ code: 'AIRLOCK_CONTEXT' })
    const { value: changed } = await changeFile(airlock, author, bare, file, { context: CONTEXT }, NO_ORIGIN)
    await removeFile(airlock, author, bare, changed)
    expect((await view(bare)).files).toEqual([])
  })

  test('keeps bytes under a key that lies elsewhere, and destroys both', async () => {
    const { airlock, author, core } = space
    const id = await space.draft()
    const [file] = currentFiles(await filesOf(core.db, [id]))
    const stored = `${core.home}/airlock/${file!.id.slice(-2)}/${file!.id}.bin`
    expect(existsSync(stored)).toBe(true)
    expect((await readBytes(core, file!)).toString()).toContain('age,n')
    await expect(readBytes(core, { ...file!, key: Buffer.alloc(32) })).rejects.toMatchObject({
      code: 'AIRLOCK_FILE_DAMAGED',
    })
    await withdrawRequest(airlock, author, id)
    expect(existsSync(stored)).toBe(false)
    expect((await filesOf(core.db, [id]))[0]!.key).toBeNull()
    await expect(lookAt(airlock, author, id, file!.id)).rejects.toMatchObject({ code: 'AIRLOCK_FILE_GONE' })
  })

  test('runs out by itself, and what is kept no longer is destroyed', async () => {
    const { airlock, clock, core } = space
    const id = await space.submitted()
    clock.advance(15 * 86_400_000)
    await expireRequests(airlock)
    expect(await view(id)).toMatchObject({ state: 'expired', rounds: [{ outcome: 'expired', texts: [] }] })
    await destroyKept(airlock)
    expect((await filesOf(core.db, [id]))[0]!.key).not.toBeNull()
    clock.advance(31 * 86_400_000)
    await destroyKept(airlock)
    expect((await filesOf(core.db, [id]))[0]!.key).toBeNull()
  })
})

async function preflightDone(id: string): Promise<void> {
  await space.core.jobs.finished(await preflight(space.airlock, space.author, id))
}

describe('a look', () => {
  test('counts like what the seats show for the team, and not for those who check', async () => {
    const { airlock, author, checkers, viewRows } = space
    const id = await space.submitted()
    const file = (await view(id)).files[0]!.id
    viewRows.left = 1
    expect(await lookAt(airlock, author, id, file)).toMatchObject({
      rows: [['0-9', '120']],
      total: 2,
      cut: true,
    })
    viewRows.left = 0
    await expect(lookAt(airlock, author, id, file)).rejects.toMatchObject({ code: 'VIEW_CAPPED' })
    expect(await lookAt(airlock, checkers[0], id, file)).toMatchObject({ total: 2, cut: false })
    viewRows.left = 1_000_000
    // Officers who oversee see that there is a file, and not what is in it.
    await expect(lookAt(airlock, space.releaser, id, file)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const both = await space.person([], ['data_officer', 'output_checker'], space.releaser.participantId)
    expect((await view(id, both)).may).toEqual(expect.arrayContaining(['claim', 'decide']))
  })
})

describe('a release', () => {
  test('of which one file may not go lets none out', async () => {
    const { airlock, contract, core, runs, seatFiles } = space
    seatFiles.set('b.csv', Buffer.from('x\n'))
    const id = await space.submitted(['计数.csv', 'b.csv'])
    await space.opinion(space.checkers[0], id, 'approve')
    await space.opinion(space.checkers[1], id, 'approve')
    let calls = 0
    const denied = {
      ...airlock,
      runs: {
        ...runs,
        releaseFile: (...args: Parameters<typeof runs.releaseFile>) =>
          ++calls === 2
            ? runs.releaseFile(args[0], { ...args[1], contractId: crypto.randomUUID() })
            : runs.releaseFile(...args),
      },
    }
    await expect(releaseRequest(denied, space.releaser, id, NO_ORIGIN)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await stateOf(space, id)).toBe('approved')
    const out = await core.db
      .selectFrom('run')
      .select(['id', 'output_revoked_at'])
      .where('contract_id', '=', contract.id)
      .where('kind', '=', 'file')
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow()
    expect(out.output_revoked_at).not.toBeNull()
    await release(id)
    expect(await stateOf(space, id)).toBe('released')
  })

  test('is decided anew: an author who is gone, or a contract that stopped, lets nothing out', async () => {
    const { core, author } = space
    const id = await space.approved()
    const set = (state: 'active' | 'suspended') =>
      core.db.updateTable('app_user').set({ state }).where('id', '=', author.userId).execute()
    await set('suspended')
    await expect(release(id)).rejects.toMatchObject({ code: 'AIRLOCK_AUTHOR_GONE' })
    await set('active')
    await core.db
      .updateTable('contract')
      .set({ state: 'suspended' })
      .where('id', '=', space.contract.id)
      .execute()
    await expect(release(id)).rejects.toMatchObject({ code: 'DECISION_DENIED' })
    expect(await stateOf(space, id)).toBe('approved')
    await core.db
      .updateTable('contract')
      .set({ state: 'active' })
      .where('id', '=', space.contract.id)
      .execute()
    await Promise.allSettled([release(id), release(id)])
    expect(await stateOf(space, id)).toBe('released')
    expect((await filesOf(core.db, [id]))[0]!.run_ids).toHaveLength(1)
  })
})
