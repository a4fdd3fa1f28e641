import { fork as forkProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { makeKey, smallLog, type SmallLog, words } from '../../test/support/small-log.ts'
import { runs } from '../../test/support/runs.ts'
import {
  addSignatures,
  base64,
  checkCosignature,
  parseKey,
  parseNote,
  type SignedNote,
  verifyFork,
} from '../safeguard/evidence/verifier/index.ts'
import { adoptCheckpoint, type RunningWitness, startWitness, WitnessError } from './index.ts'
import { hashOfOrigin } from './store.ts'

const NAME = 'witness.example/w1'
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one()
})

const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'xinyu-witness-'))
  undo.push(() => rm(made, { recursive: true, force: true }))
  return made
}
const start = async (log: SmallLog, at: string, more: object = {}): Promise<RunningWitness> => {
  const witness = await startWitness({
    folder: at,
    name: NAME,
    logs: [log.vkey],
    host: '127.0.0.1',
    port: 0,
    ...more,
  })
  let running = true
  const stop = async () => {
    if (running) await witness.stop()
    running = false
  }
  undo.push(stop)
  return { ...witness, stop }
}
const add = async (witness: RunningWitness, body: string | Buffer) => {
  const response = await fetch(`${witness.address}/add-checkpoint`, { method: 'POST', body })
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() }
}
const opened = (note: string): SignedNote => {
  const parsed = parseNote(note)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}
const cosignedAt = (witness: RunningWitness, note: string, line: string) => {
  const found = checkCosignature(opened(addSignatures(note, [line])), parseKey(witness.vkey)!)
  return typeof found === 'string' ? found : found.at
}
const setUp = async (count = 5, more: object = {}) => {
  const log = smallLog('log.example/test', makeKey(), words('entry', count))
  const at = await folder()
  return { log, at, witness: await start(log, at, more) }
}

describe('add-checkpoint', () => {
  test('cosigns the first checkpoint, then what continues it, and says when', async () => {
    const { log, witness } = await setUp(5, { now: () => 1_800_000_000_500 })
    const first = await add(witness, log.request(0))
    expect(first).toMatchObject({ status: 200, type: 'text/plain; charset=utf-8' })
    expect(first.body).toMatch(/^— witness\.example\/w1 [A-Za-z0-9+/=]+\n$/)
    expect(cosignedAt(witness, log.note(), first.body)).toBe(1_800_000_000)
    log.entries.push(...words('more', 8))
    const next = await add(witness, log.request(5))
    expect(cosignedAt(witness, log.note(), next.body)).toBe(1_800_000_000)
    expect((await add(witness, log.request(13))).status).toBe(200)
  })

  test('each wrong size has its answer', async () => {
    const { log, witness } = await setUp(9)
    expect((await add(witness, log.request(4, 9))).body).toBe('0\n')
    await add(witness, log.request(0, 6))
    expect(await add(witness, log.request(0))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '6\n' })
    expect(await add(witness, log.request(7))).toMatchObject({ status: 409, body: '6\n' })
    const larger = `old 10\n\n${log.note()}`
    expect((await add(witness, larger)).status).toBe(400)
  })

  test('every fork is refused: same size 409, another size 422, and the first is kept as a proof', async () => {
    const { log, at, witness } = await setUp(6)
    await add(witness, log.request(0))
    const other = smallLog(log.origin, log.key, [...words('entry', 5), Buffer.from('another')])
    expect(await add(witness, `old 6\n\n${other.note()}`)).toMatchObject({ status: 409, body: '6\n' })
    other.entries.push(...words('more', 3))
    expect((await add(witness, other.request(6))).status).toBe(422)
    log.entries.push(...words('more', 2))
    const proof = log.proof(6, 8)
    for (const wrong of [proof.slice(1), [...proof, proof[0]!], proof.toReversed(), []])
      expect(
        (await add(witness, `old 6\n${wrong.map((one) => `${one}\n`).join('')}\n${log.note()}`)).status,
      ).toBe(422)
    const [kept] = await readdir(join(at, 'forks'))
    const verdict = verifyFork(await readFile(join(at, 'forks', kept!)), { vkey: log.vkey })
    expect(verdict).toMatchObject({ ok: true, origin: log.origin, sizes: [6, 6], pinned: true })
    expect((await add(witness, log.request(6))).status).toBe(200)
  })

  test('unknown logs and keys are told apart; a false line in the log’s name spoils the rest', async () => {
    const { log, witness } = await setUp()
    expect((await add(witness, smallLog('log.example/other').request(0))).status).toBe(404)
    const impostor = smallLog(log.origin, makeKey(), words('entry', 5))
    expect((await add(witness, impostor.request(0))).status).toBe(403)
    const line = log.note().split('\n\n')[1]!
    const forged = line.replace(/.{6}\n$/, (end) =>
      end.startsWith('A') ? `B${end.slice(1)}` : `A${end.slice(1)}`,
    )
    expect([400, 403]).toContain((await add(witness, `${log.request(0)}${forged}`)).status)
    const both = addSignatures(log.note(), [impostor.note().split('\n\n')[1]!])
    expect((await add(witness, `old 0\n\n${both}`)).status).toBe(200)
  })

  test('several keys of one log stand beside each other', async () => {
    const log = smallLog('log.example/test', makeKey(), words('entry', 3))
    const next = smallLog(log.origin, makeKey(), log.entries)
    const witness = await start(log, await folder(), { logs: [log.vkey, next.vkey] })
    expect((await add(witness, log.request(0, 2))).status).toBe(200)
    expect((await add(witness, next.request(2, 3))).status).toBe(200)
  })

  test('the tree of size 0 has one root', async () => {
    const { log, witness } = await setUp(0)
    const wrong = log.note().replace(base64(log.root()), base64(new Uint8Array(32)))
    expect((await add(witness, `old 0\n\n${wrong}`)).status).toBe(400)
    expect((await add(witness, log.request(0))).status).toBe(200)
    log.entries.push(...words('entry', 3))
    expect((await add(witness, log.request(0))).status).toBe(200)
  })

  test('of requests at once that start from one size only one wins, and none is rolled back', async () => {
    const { log, witness } = await setUp(20)
    await add(witness, log.request(0, 4))
    const sizes = [7, 20, 9, 15, 12, 5]
    const answers = await Promise.all(sizes.map((size) => add(witness, log.request(4, size))))
    const won = sizes.filter((_, i) => answers[i]!.status === 200)
    expect(won).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect(answer).toMatchObject({ status: 409, body: `${won[0]}\n` })
  })
})

describe('hostile input', () => {
  test.each([
    ['empty', ''],
    ['no checkpoint', 'old 0\n\n'],
    ['no old line', '\n\nx'],
    ['leading zero', 'old 00\n\nx\n'],
    ['negative', 'old -1\n\nx\n'],
    ['beyond 2^53', 'old 9007199254740993\n\nx\n'],
    ['two spaces', 'old  0\n\nx\n'],
    ['carriage returns', 'old 0\r\n\r\nx\r\n'],
    ['proof not base64', 'old 1\n!!!!\n\nx\n'],
    ['short proof hash', 'old 1\nAAAA\n\nx\n'],
    ['64 proof lines', `old 1\n${`${base64(new Uint8Array(32))}\n`.repeat(64)}\nx\n`],
    ['not UTF-8', Buffer.from([0x6f, 0x6c, 0x64, 0x20, 0x30, 0x0a, 0x0a, 0xff])],
    ['no signature', 'old 0\n\nlog.example/test\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'],
  ])('%s is answered by 400', async (_, body) => {
    const { witness } = await setUp()
    expect((await add(witness, body)).status).toBe(400)
  })

  test('a proof from size 0, or between equal sizes, is wrong', async () => {
    const { log, witness } = await setUp()
    const hash = base64(new Uint8Array(32))
    expect((await add(witness, `old 0\n${hash}\n\n${log.note()}`)).status).toBe(400)
    await add(witness, log.request(0))
    expect((await add(witness, `old 5\n${hash}\n\n${log.note()}`)).status).toBe(422)
  })

  test('a body that is too large is not read to its end', async () => {
    const { witness } = await setUp()
    const response = await fetch(`${witness.address}/add-checkpoint`, {
      method: 'POST',
      body: 'x'.repeat(70_000),
    })
    expect(response.status).toBe(413)
  })

  test('no mutation of a good request is cosigned for another tree, and nothing ends the witness', async () => {
    const { log, witness } = await setUp(7)
    await add(witness, log.request(0, 3))
    const good = Buffer.from(log.request(3, 7))
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bad = Buffer.from(good)
        bad[at]! ^= flip
        const { status } = await add(witness, bad)
        expect([400, 403, 404, 409, 422]).toContain(status)
      }),
      { numRuns: runs(150) },
    )
    expect((await add(witness, good)).status).toBe(200)
  })

  test('other paths and methods', async () => {
    const { log, witness } = await setUp()
    const status = async (path: string, method = 'GET') =>
      (await fetch(`${witness.address}${path}`, { method })).status
    expect(await status('/add-checkpoint')).toBe(405)
    expect(await status('/', 'DELETE')).toBe(405)
    expect(await status('/checkpoint/../../witness.key')).toBe(404)
    expect(await status(`/checkpoint/${hashOfOrigin(log.origin)}`)).toBe(404)
    await add(witness, log.request(0))
    const last = await fetch(`${witness.address}/checkpoint/${hashOfOrigin(log.origin)}`)
    expect(cosignedAt(witness, log.note(), `${(await last.text()).split('\n').at(-2)}\n`)).toBeTypeOf(
      'number',
    )
  })
})

test('a body that comes drop by drop is let go, and the witness serves others meanwhile', async () => {
  const { log, witness } = await setUp()
  const { hostname, port } = new URL(witness.address)
  const slow = connect(Number(port), hostname)
  undo.push(() => slow.destroy())
  const gone = once(slow, 'close')
  slow.on('error', () => {})
  slow.write('POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 60000\r\n\r\nold')
  const drops = setInterval(() => slow.write(' '), 500)
  undo.push(() => clearInterval(drops))
  expect((await add(witness, log.request(0))).status).toBe(200)
  const began = performance.now()
  slow.resume()
  await gone
  expect(performance.now() - began).toBeLessThan(20_000)
}, 60_000)

test.each(['', 'a b', 'a+b', 'a\nb', 'a\u0001', 'x'.repeat(201)])(
  '%j is no name, and no key is made for it',
  async (name) => {
    const log = smallLog('log.example/test', makeKey(), words('entry', 2))
    const at = await folder()
    await expect(start(log, at, { name })).rejects.toThrow(expect.objectContaining({ code: 'USAGE' }))
    expect(await readdir(at)).not.toContain('witness.key')
  },
)

test('the page shows names as text', async () => {
  const log = smallLog('log.example/<script>alert(1)</script>', makeKey(), words('entry', 2))
  const witness = await start(log, await folder())
  await add(witness, log.request(0))
  const page = await (await fetch(witness.address)).text()
  expect(page).toContain(witness.vkey)
  expect(page).toContain('&lt;script&gt;')
  expect(page).not.toContain('<script>')
})

describe('its memory', () => {
  test('survives a stop, and the clock does not go back', async () => {
    const { log, at, witness } = await setUp(4, { now: () => 2_000_000_000_000 })
    await add(witness, log.request(0))
    await witness.stop()
    const again = await start(log, at, { now: () => 1_700_000_000_000 })
    expect(again.vkey).toBe(witness.vkey)
    log.entries.push(...words('more', 1))
    const { body } = await add(again, log.request(4))
    expect(cosignedAt(again, log.note(), body)).toBe(2_000_000_000)
  })

  test.each(['state', 'journal'])('an older copy of the %s alone is refused', async (old) => {
    const { log, at, witness } = await setUp(3)
    await add(witness, log.request(0))
    await witness.stop()
    const kept = await folder()
    await cp(join(at, old), join(kept, old), { recursive: true })
    const second = await start(log, at)
    for (let i = 0; i < 2; i++) {
      log.entries.push(...words('more', 1))
      expect((await add(second, log.request(3 + i))).status).toBe(200)
    }
    await second.stop()
    await rm(join(at, old), { recursive: true })
    await cp(join(kept, old), join(at, old), { recursive: true })
    await expect(start(log, at)).rejects.toThrow(expect.objectContaining({ code: 'ROLLED_BACK' }))
  })

  test('a crash between journal and state is made good', async () => {
    const { log, at, witness } = await setUp(3)
    await add(witness, log.request(0))
    await witness.stop()
    const before = await folder()
    await cp(join(at, 'state'), join(before, 'state'), { recursive: true })
    const second = await start(log, at)
    log.entries.push(...words('more', 1))
    await add(second, log.request(3))
    await second.stop()
    await rm(join(at, 'state'), { recursive: true })
    await cp(join(before, 'state'), join(at, 'state'), { recursive: true })
    const third = await start(log, at)
    expect((await add(third, log.request(3))).body).toBe('4\n')
  })

  test('a torn line was never acknowledged; a changed one is damage', async () => {
    const { log, at, witness } = await setUp(3)
    await add(witness, log.request(0, 2))
    await add(witness, log.request(2, 3))
    await witness.stop()
    const journal = join(at, 'journal')
    const text = await readFile(journal, 'utf8')
    await writeFile(journal, `${text}{"origin":"log.exa`)
    await (await start(log, at)).stop()
    expect(await readFile(journal, 'utf8')).toBe(text)
    await writeFile(journal, text.replace('"size":2', '"size":1'))
    await expect(start(log, at)).rejects.toThrow(expect.objectContaining({ code: 'DAMAGED' }))
  })

  test('a folder that was put back whole is seen by the guard', async () => {
    const { log, at, witness } = await setUp(3)
    await witness.stop()
    const guard = join(await folder(), 'guard')
    const first = await start(log, at, { guard })
    await add(first, log.request(0))
    await first.stop()
    const kept = await folder()
    await cp(at, kept, { recursive: true })
    const second = await start(log, at, { guard })
    log.entries.push(...words('more', 1))
    await add(second, log.request(3))
    await second.stop()
    await expect(start(log, kept, { guard })).rejects.toThrow(
      expect.objectContaining({ code: 'ROLLED_BACK' }),
    )
    await rm(guard)
    await expect(start(log, at, { guard })).rejects.toThrow(expect.objectContaining({ code: 'ROLLED_BACK' }))
    for (const rubbish of ['x', '5', `4 ${'0'.repeat(63)}`, `4 ${'0'.repeat(64)} more`, '{"n":4}']) {
      await writeFile(guard, rubbish)
      await expect(start(log, at, { guard }), rubbish).rejects.toThrow(
        expect.objectContaining({ code: 'DAMAGED' }),
      )
    }
    await writeFile(guard, '')
    expect((await add(await start(log, at, { guard }), log.request(4))).status).toBe(200)
  })

  test('without a guard its own cosignature tells it that it forgot: it stops, until it is told what it saw', async () => {
    const { log, at, witness } = await setUp(3)
    await add(witness, log.request(0))
    await witness.stop()
    const kept = await folder()
    await cp(at, kept, { recursive: true })
    const second = await start(log, at)
    log.entries.push(...words('more', 2))
    const cosigned = addSignatures(log.note(), [(await add(second, log.request(3))).body])
    await second.stop()

    const forgetful = await start(log, kept)
    const reminder = `old 3\n${log
      .proof(3, 5)
      .map((one) => `${one}\n`)
      .join('')}\n${cosigned}`
    expect((await add(forgetful, reminder)).status).toBe(503)
    expect((await add(forgetful, log.request(3))).status).toBe(503)
    await forgetful.stop()
    const still = await start(log, kept)
    expect((await add(still, log.request(3))).status).toBe(503)
    await still.stop()
    const options = { folder: kept, name: NAME, logs: [log.vkey] }
    await expect(adoptCheckpoint(options, log.note())).rejects.toThrow(WitnessError)
    expect(await adoptCheckpoint(options, cosigned)).toBe(5)
    expect((await add(await start(log, kept), log.request(5))).status).toBe(200)
  })

  test('a key that vanished is not replaced', async () => {
    const { log, at, witness } = await setUp(3)
    await add(witness, log.request(0))
    await witness.stop()
    await rm(join(at, 'witness.key'))
    await expect(start(log, at)).rejects.toThrow(expect.objectContaining({ code: 'KEY' }))
  })

  test('a long journal begins anew and goes on', async () => {
    const log = smallLog('log.example/test', makeKey(), words('entry', 2))
    const at = await folder()
    const { openStore } = await import('./store.ts')
    const guard = join(at, 'guard')
    const store = await openStore(at, guard)
    const seen = { origin: log.origin, size: 2, root: base64(log.root()), at: 1, note: 'x'.repeat(900_000) }
    for (let n = 0; n < 7; n++) await store.put(seen)
    await store.close()
    expect((await readFile(join(at, 'journal'))).length).toBeLessThan(3_000_000)
    const again = await openStore(at, guard)
    expect(again.get(log.origin)).toMatchObject({ n: 7, size: 2 })
    await again.close()
  })
})

describe('as a process', () => {
  const MAIN = join(import.meta.dirname, 'main.ts')
  const child = (log: SmallLog, at: string) => {
    const args = ['--folder', at, '--name', NAME, '--port', '0', '--log', log.vkey]
    const made = forkProcess(MAIN, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] })
    let text = ''
    made.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString()))
    made.stderr!.on('data', (chunk: Buffer) => (text += chunk.toString()))
    undo.push(() => made.kill('SIGKILL'))
    const address = new Promise<string>((resolve, reject) => {
      made.stdout!.on('data', () => {
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)
        if (found) resolve(found[0])
      })
      made.once('exit', () => reject(new Error(text)))
    })
    return { process: made, address, text: () => text }
  }

  test('a second one on its folder is refused; killed, the next one remembers; told to stop, it ends well', async () => {
    const log = smallLog('log.example/test', makeKey(), words('entry', 4))
    const at = await folder()
    const first = child(log, at)
    const address = await first.address
    expect((await fetch(`${address}/add-checkpoint`, { method: 'POST', body: log.request(0) })).status).toBe(
      200,
    )
    const second = child(log, at)
    await expect(second.address).rejects.toThrow('[LOCKED]')
    expect(second.process.exitCode).toBe(1)
    first.process.kill('SIGKILL')
    await once(first.process, 'exit')
    const third = child(log, at)
    const again = await fetch(`${await third.address}/add-checkpoint`, {
      method: 'POST',
      body: log.request(0),
    })
    expect(await again.text()).toBe('4\n')
    // A client that keeps its connection does not hold it up.
    const idle = connect(Number(new URL(await third.address).port), '127.0.0.1')
    await once(idle, 'connect')
    third.process.kill('SIGTERM')
    const [code] = (await once(third.process, 'exit')) as [number]
    expect(code).toBe(0)
    idle.destroy()
  })
})
