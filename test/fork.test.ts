import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { international, softKey } from '../src/safeguard/crypto/index.ts'
import {
  createLog,
  type Log,
  makeSigner,
  openLog,
  parseTilePath,
} from '../src/safeguard/evidence/log/index.ts'
import { follow, remoteLog } from '../src/safeguard/evidence/monitor/index.ts'
import {
  addSignatures,
  base64,
  checkPolicy,
  parsePolicy,
  type Policy,
  printProof,
  verifyFork,
  verifyLogProof,
} from '../src/safeguard/evidence/verifier/index.ts'
import { ask } from '../src/safeguard/evidence/witness/ask.ts'
import { readPeers } from '../src/safeguard/evidence/witness/peers.ts'
import { printAddCheckpoint, type RunningWitness, startWitness } from '../src/witness/index.ts'
import { makeKey, serveFiles } from './support/small-log.ts'

/** The operator of the log is the enemy: he has its key, its disk and its network, and two stories to tell. */

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one()
})
const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'xinyu-fork-'))
  undo.push(() => rm(made, { recursive: true, force: true }))
  return made
}
const entries = (word: string, count: number) =>
  Array.from({ length: count }, (_, at) => Buffer.from(`${word} ${at}`))

interface World {
  /** What the operator shows to the public. */
  show(log: Log): void
  readonly witness: RunningWitness
  readonly witnessFolder: string
  readonly policy: Policy
  readonly policyText: string
  readonly vkey: string
  /** A second log with the same key, that has the first `keep` folder copies in common. */
  branch(): Promise<Log>
  readonly log: Log
  cosign(log: Log, old: number): Promise<{ status: number; body: string }>
  monitor(policy?: Policy | null): Promise<{ code: number; lines: Record<string, unknown>[] }>
}

async function world(): Promise<World> {
  const key = softKey(international, makeKey())
  const signer = makeSigner({ ed25519: key }, 'xinyu.internal/fork')
  const [home, witnessFolder, monitorFolder] = [await folder(), await folder(), await folder()]
  await createLog(join(home, 'log'))
  const open = async (at: string) => {
    const log = await openLog({ folder: at, signer, atLeast: 0 })
    undo.push(() => log.close().catch(() => {}))
    return log
  }
  const log = await open(join(home, 'log'))
  await log.append(entries('common', 300))
  const witness = await startWitness({
    folder: witnessFolder,
    name: 'witness.example/fork',
    logs: [signer.vkey],
    host: '127.0.0.1',
    port: 0,
  })
  undo.push(() => witness.stop())
  let shown = log
  let copies = 0
  const server = await serveFiles(async (path) => {
    if (path === 'x/checkpoint') return (await shown.checkpoint()).note
    const name = parseTilePath(path.slice(2))
    return name && shown.reader.tile(name)
  })
  undo.push(() => server.close())
  const policyText = `log ${signer.vkey}\nwitness w ${witness.vkey}\nquorum w\n`
  const policy = parsePolicy(policyText)
  if (typeof policy === 'string') throw new Error(policy)
  return {
    log,
    witness,
    witnessFolder,
    policy,
    policyText,
    vkey: signer.vkey,
    show: (other) => {
      shown = other
    },
    async branch() {
      const at = join(home, `copy-${++copies}`)
      await cp(join(home, 'log'), at, { recursive: true })
      return open(at)
    },
    async cosign(of, old) {
      const { note, size } = await of.checkpoint(of.reader.size)
      const proof = (await of.reader.consistencyProof(old, size)).map((hash) => base64(hash))
      const body = printAddCheckpoint(old, proof, note)
      const response = await fetch(`${witness.address}/add-checkpoint`, { method: 'POST', body })
      const answer = { status: response.status, body: await response.text() }
      if (answer.status === 200) await of.cosigned(addSignatures(note, [answer.body]))
      return answer
    },
    async monitor(policy = null) {
      const lines: Record<string, unknown>[] = []
      const code = await follow({
        remote: remoteLog(`${server.url}/x`, { timeoutMs: 5000 }),
        vkeys: [signer.vkey],
        policy,
        rebuild: true,
        staleMs: 3_600_000,
        stateFile: join(monitorFolder, 'state'),
        once: true,
        everyMs: 1,
        webhook: null,
        now: Date.now,
        signal: new AbortController().signal,
        say: (line) => lines.push(line as Record<string, unknown>),
      })
      return { code, lines }
    },
  }
}

describe('an operator with the key of the log', () => {
  test('who replaces the last entry is caught by the witness and by a monitor, each with a file that proves it', async () => {
    const here = await world()
    const branch = await here.branch()
    await here.log.append(entries('what happened', 1))
    await branch.append(entries('what he would like', 1))
    expect((await here.cosign(here.log, 0)).status).toBe(200)
    expect((await here.monitor(here.policy)).code).toBe(0)

    expect(await here.cosign(branch, 301)).toEqual({ status: 409, body: '301\n' })
    const [kept] = await readdir(join(here.witnessFolder, 'forks'))
    const fromWitness = await readFile(join(here.witnessFolder, 'forks', kept!))
    expect(verifyFork(fromWitness, { vkey: here.vkey })).toMatchObject({ ok: true, sizes: [301, 301] })

    here.show(branch)
    const { code, lines } = await here.monitor()
    expect([code, lines[0]!.alert]).toEqual([2, 'fork'])
    const fromMonitor = await readFile(lines[0]!.file as string)
    expect(verifyFork(fromMonitor, { vkey: here.vkey })).toMatchObject({ ok: true, sizes: [301, 301] })
  })

  test('who first lets the other history grow is caught as well', async () => {
    const here = await world()
    const branch = await here.branch()
    await here.log.append(entries('what happened', 7))
    await branch.append(entries('what he would like', 600))
    expect((await here.cosign(here.log, 0)).status).toBe(200)
    expect((await here.monitor()).code).toBe(0)
    expect((await here.cosign(branch, 307)).status).toBe(422)
    here.show(branch)
    const { code, lines } = await here.monitor()
    expect([code, lines[0]!.alert]).toEqual([2, 'fork'])
    const file = await readFile(lines[0]!.file as string)
    expect(verifyFork(file, { vkey: here.vkey })).toMatchObject({ ok: true, sizes: [307, 900] })
  })

  test('who puts the log back to an older state is caught by both, and by the log’s own question', async () => {
    const here = await world()
    const older = await here.branch()
    await here.log.append(entries('what happened', 5))
    await here.cosign(here.log, 0)
    await here.monitor()
    here.show(older)
    await older.checkpoint(300)
    const { code, lines } = await here.monitor()
    expect([code, lines[0]!.alert]).toEqual([2, 'rollback'])
    expect(await here.cosign(older, 300)).toEqual({ status: 409, body: '305\n' })
    const { all } = readPeers({
      witnesses: [`${here.witness.vkey} ${here.witness.address}`],
      witnessQuorum: 0,
    })
    const { note } = await older.checkpoint()
    const outcome = await ask(all[0]!, {
      note,
      size: 300,
      last: null,
      logSize: () => older.reader.size,
      timeoutMs: 5000,
      signal: new AbortController().signal,
      proof: (from, to) => older.reader.consistencyProof(from, to),
    })
    expect(outcome).toEqual({ ok: false, problem: 'ahead' })
  })

  test('who hides that a witness refused him has checkpoints that outsiders do not take', async () => {
    const here = await world()
    const branch = await here.branch()
    await here.log.append(entries('what happened', 1))
    await here.cosign(here.log, 0)
    await branch.append(entries('what he would like', 1))
    expect((await here.cosign(branch, 301)).status).toBe(409)
    // Whoever looks for the first time has seen no other history: the missing witness is all that shows it.
    here.show(branch)
    const { code, lines } = await here.monitor(here.policy)
    expect([code, lines.flatMap(({ alert }) => alert ?? [])]).toEqual([1, ['policy']])
    const { note, size } = await branch.checkpoint()
    expect(checkPolicy(here.policy, note)).toMatchObject({ holds: false, missing: ['w'] })
    const entry = await branch.reader.entry(300)
    const proof = printProof(300, await branch.reader.inclusionProof(300, size), note)
    expect(verifyLogProof(proof, entry, { vkey: here.vkey }).ok).toBe(true)
    expect(verifyLogProof(proof, entry, { policy: here.policyText }).ok).toBe(false)
    // The line of the honest history does not hold over the other one.
    const honest = (await here.log.checkpoint()).note.split('\n').at(-2)!
    expect(checkPolicy(here.policy, addSignatures(note, [`${honest}\n`])).holds).toBe(false)
  })
})
