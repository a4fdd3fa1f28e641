import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeContract } from '../../flow/contract/index.ts'
import { destroyOutputs, type FileRelease, type Held, NO_ORIGIN, outputBytes, visibleRun } from './index.ts'
import { type RunSpace, runSpace } from './run.fixture.ts'

let space: RunSpace
beforeAll(async () => {
  space = await runSpace()
}, 120_000)
afterAll(() => space?.stop())

const ask = (contractId: string) =>
  ({ contractId, kind: 'seat', title: 'Seat', fields: ['setl_d.age'], origin: NO_ORIGIN }) as const
const held = async (contractId: string): Promise<Held> => {
  const found = await space.runs.hold(space.asker, ask(contractId))
  if (!('step' in found)) throw new Error(`not held: ${found.decision.because}`)
  return found
}
const cell = { kind: 'seat.cell', subject: { seat: crypto.randomUUID() }, payload: { code: 'x' } } as const
const runOf = (id: string) => visibleRun(space.core, space.asker, id)

describe('held work', () => {
  test('is granted once, steps with evidence, and ends with nothing gone out', async () => {
    const contract = await space.contract()
    const seat = await held(contract.id)
    expect(await runOf(seat.runId)).toMatchObject({ kind: 'seat', state: 'running', sql: '' })
    const leaf = await seat.step(space.asker, cell)
    const about = await space.core.evidence.leavesAbout([seat.runId])
    expect(about.find((one) => one.leaf === leaf)).toMatchObject({ kind: 'seat.cell' })
    await Promise.all([seat.end('done'), seat.end('done')])
    expect(await runOf(seat.runId)).toMatchObject({ state: 'released', outputHash: null })
    await expect(outputBytes(space.core, space.asker, seat.runId)).rejects.toMatchObject({
      code: 'OUTPUT_NONE',
    })
    await expect(seat.step(space.asker, cell)).rejects.toMatchObject({ code: 'GRANT_VOID' })
    const counted = await space.core.db
      .selectFrom('contract')
      .select(['runs_used', 'runs_leased'])
      .where('id', '=', contract.id)
      .executeTakeFirstOrThrow()
    expect(counted).toEqual({ runs_used: 1, runs_leased: 0 })
  })

  test('is denied where the contract says no, and the denied run says why', async () => {
    const { id } = await space.contract({ permissions: [{ actions: ['read'] }] })
    const found = await space.runs.hold(space.asker, ask(id))
    expect(found).toMatchObject({ decision: { value: 'denied-by-default', because: 'permission' } })
    expect(await runOf(found.runId)).toMatchObject({ kind: 'seat', state: 'denied' })
    // Rows that a seat cannot leave out are not shown at all.
    const rows = await space.contract({
      permissions: [
        {
          actions: ['compute'],
          constraints: [{ operand: 'valueExpression', operator: 'eq', value: 'setl_d.age > 10' }],
        },
      ],
    })
    expect(await space.runs.hold(space.asker, ask(rows.id))).toMatchObject({
      decision: { because: 'valueExpression' },
    })
  })

  test('is aborted in the moment that its contract is suspended, and no step comes through', async () => {
    const { id } = await space.contract()
    const seat = await held(id)
    await changeContract(space.core, space.officer('bureau'), id, 'suspend', 'for a test')
    expect(seat.signal).toMatchObject({ aborted: true, reason: 'contract' })
    await expect(seat.step(space.asker, cell)).rejects.toMatchObject({ code: 'GRANT_VOID' })
    await seat.end('done')
    expect(await runOf(seat.runId)).toMatchObject({ state: 'failed', problem: { code: 'GRANT_VOID' } })
  })

  test('a step is short: a hundred of them together are over in a moment', async () => {
    const seat = await held((await space.contract()).id)
    const began = performance.now()
    await Promise.all(Array.from({ length: 100 }, () => seat.step(space.asker, cell)))
    expect(performance.now() - began).toBeLessThan(5_000)
    await seat.end('cancelled')
    expect(await runOf(seat.runId)).toMatchObject({ state: 'cancelled' })
  })

  test('work that nobody holds any more is closed as lost', async () => {
    const short = await runSpace({ grantMs: 200 })
    try {
      const { id } = await short.contract()
      const seat = (await short.runs.hold(short.asker, ask(id))) as Held
      // Renewed while it is held.
      await new Promise((resolve) => setTimeout(resolve, 600))
      expect(await seat.step(short.asker, cell)).toBeGreaterThan(0)
      const lost = await short.opened(id)
      await short.core.db
        .updateTable('run')
        .set({ created_at: 1, grant_until: 2, kind: 'seat' })
        .where('id', '=', seat.runId)
        .execute()
      expect(await short.runs.recover()).toBe(0)
      expect(lost).not.toBe(seat.runId)
      await seat.end('shutdown')
    } finally {
      await short.stop()
    }
  }, 60_000)
})

describe('a file', () => {
  const file = (contractId: string, over: Partial<FileRelease> = {}): FileRelease => ({
    contractId,
    title: 'Metrics',
    kind: 'report',
    name: '指标 1.txt',
    bytes: Buffer.from('auc 0.71\n'),
    origin: NO_ORIGIN,
    record: { rules: 12, by: ['a', 'b'] },
    ...over,
  })
  const open = () => space.contract({ disclosure: { outputs: ['table', 'report'] } })

  test('is released as a run with hash and receipt, taken away as its own use, and called back', async () => {
    const { id } = await open()
    const { runId, leaf } = await space.runs.releaseFile(space.asker, file(id))
    const run = await runOf(runId)
    expect(run).toMatchObject({ kind: 'file', state: 'released', fileName: '指标 1.txt', releaseLeaf: leaf })
    const asked = { format: 'file', origin: NO_ORIGIN } as const
    const body = await space.runs.download(space.asker, runId, asked, (bytes) => bytes)
    expect(body.toString()).toBe('auc 0.71\n')
    await expect(
      space.runs.download(space.asker, runId, { ...asked, format: 'csv' }, (bytes) => bytes),
    ).rejects.toMatchObject({ code: 'OUTPUT_NONE' })
    await space.runs.revokeFile(space.officer('operator'), runId, 'a checker erred')
    await expect(space.runs.download(space.asker, runId, asked, (bytes) => bytes)).rejects.toMatchObject({
      code: 'RUN_OUTPUT_REVOKED',
    })
    expect((await runOf(runId)).outputRevokedAt).not.toBeNull()
    const kinds = (await space.core.evidence.leavesAbout([runId])).map(({ kind }) => kind)
    expect(kinds).toEqual([
      'run.granted',
      'run.opened',
      'run.checked',
      'run.released',
      'run.downloaded',
      'run.revoked',
    ])
  })

  test('does not go where the contract names no such output, or is stopped', async () => {
    const { id } = await open()
    await expect(space.runs.releaseFile(space.asker, file(id, { kind: 'model' }))).rejects.toMatchObject({
      code: 'RUN_FILE_KIND',
    })
    await changeContract(space.core, space.officer('bureau'), id, 'suspend', 'for a test')
    await expect(space.runs.releaseFile(space.asker, file(id))).rejects.toMatchObject({
      code: 'DECISION_DENIED',
    })
    const stranger = { ...space.officer('bureau'), roles: ['developer'] as const }
    await expect(space.runs.releaseFile(stranger, file((await open()).id))).rejects.toMatchObject({
      code: 'DECISION_DENIED',
    })
  })

  test('is destroyed with its contract', async () => {
    const { id } = await open()
    const { runId } = await space.runs.releaseFile(space.asker, file(id))
    const path = join(space.core.home, 'outputs', runId.slice(-2), `${runId}.bin`)
    expect(existsSync(path)).toBe(true)
    expect((await destroyOutputs(space.core, id)).map(({ run }) => run)).toContain(runId)
    expect(existsSync(path)).toBe(false)
    await expect(outputBytes(space.core, space.asker, runId)).rejects.toMatchObject({
      code: 'RUN_OUTPUT_DESTROYED',
    })
  })
})
