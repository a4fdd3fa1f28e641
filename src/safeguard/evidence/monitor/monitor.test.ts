import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs.ts'
import {
  filesOf,
  makeKey,
  serveFiles,
  smallLog,
  type SmallLog,
  words,
} from '../../../../test/support/small-log.ts'
import { fromBase64, hex, parsePolicy, printFork, rootsOf, verifyFork } from '../verifier/index.ts'
import { follow, type FollowOptions, remoteLog } from './index.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one()
})

interface Watched {
  log: SmallLog
  /** What the address shows from now on. */
  show(log: SmallLog, size?: number): void
  files(change: (path: string, file: Buffer | string | null) => Buffer | string | null): void
  look(more?: Partial<FollowOptions>): Promise<{ code: number; lines: Record<string, unknown>[] }>
  folder: string
}

/** A log behind an address, and a monitor that looks once when told to. */
async function watched(count = 5): Promise<Watched> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-monitor-'))
  let shown = smallLog('log.example/test', makeKey(), words('entry', count))
  let size: number | undefined
  let change = (_path: string, file: Buffer | string | null) => file
  const files = filesOf(
    () => shown,
    () => size ?? shown.entries.length,
  )
  const server = await serveFiles((full) => {
    const path = full.replace(/^api\/evidence\//, '')
    return change(path, files(path))
  })
  undo.push(
    () => rm(folder, { recursive: true, force: true }),
    () => server.close(),
  )
  const log = shown
  return {
    log,
    folder,
    show(other, at) {
      ;[shown, size] = [other, at]
    },
    files(other) {
      change = other
    },
    async look(more = {}) {
      const lines: Record<string, unknown>[] = []
      const code = await follow({
        remote: remoteLog(server.url, { timeoutMs: 5000 }),
        vkeys: [log.vkey],
        policy: null,
        rebuild: false,
        staleMs: 60_000,
        stateFile: join(folder, 'state.json'),
        once: true,
        everyMs: 1,
        webhook: null,
        now: Date.now,
        signal: new AbortController().signal,
        say: (line) => lines.push(line as Record<string, unknown>),
        ...more,
      })
      return { code, lines }
    },
  }
}
const at = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const kinds = (lines: readonly Record<string, unknown>[]) => lines.flatMap(({ alert }) => alert ?? [])
/** The same key over another history from `from` on. */
const forked = ({ origin, key, entries }: SmallLog, from: number, count: number) =>
  smallLog(origin, key, [...entries.slice(0, from), ...words('other', count - from)])

describe('a log in order', () => {
  test('is followed from size to size, over borders of tiles, and rebuilt from its entries', async () => {
    const one = await watched(1)
    for (const size of [1, 2, 255, 256, 257, 511, 600]) {
      one.log.entries.push(...words('more', size - one.log.entries.length))
      const { code, lines } = await one.look({ rebuild: size > 500 })
      expect([code, lines]).toEqual([0, [expect.objectContaining({ size })]])
    }
    expect(await one.look()).toEqual({ code: 0, lines: [] })
  })

  test('whose partial tiles are gone is read by the full ones', async () => {
    const one = await watched(200)
    await one.look()
    const grown = smallLog(one.log.origin, one.log.key, [...one.log.entries, ...words('more', 100)])
    one.show(grown, 250)
    one.files((path, file) => (path.startsWith('tile/0/000.p') ? null : file))
    expect((await one.look()).code).toBe(0)
  })

  test('that is away is no fork, and its silence is told', async () => {
    const one = await watched()
    await one.look()
    expect(kinds((await one.look({ now: () => Date.now() + 120_000 })).lines)).toEqual(['stale'])
    const { code, lines } = await one.look({ remote: remoteLog('http://127.0.0.1:1/x', { timeoutMs: 1000 }) })
    expect([code, kinds(lines)]).toEqual([1, ['unreachable']])
  })

  test('without the witnesses of the policy it is told', async () => {
    const one = await watched()
    const witness = 'w.example+c5bbb3e4+BNdagsDyiZgaWGTyqJ0vAfJJPFwV0Xjz2VMdkRHQSy14'
    const text = `log ${one.log.vkey}\nquorum none\n`
    const policy = parsePolicy(text)
    if (typeof policy === 'string') throw new Error(policy)
    expect((await one.look({ policy })).code).toBe(0)
    const made = parsePolicy(`log ${one.log.vkey}\nwitness w ${witness}\nquorum w\n`)
    const strict = typeof made === 'string' ? { ...policy, quorum: 'nobody' } : made
    expect(kinds((await one.look({ policy: strict })).lines)).toEqual(['policy'])
  })
})

describe('a log with two histories', () => {
  test.each([
    [5, 5, 3],
    [5, 9, 4],
    [4, 9, 0],
    [8, 300, 7],
    [256, 300, 100],
    [257, 600, 256],
    [300, 301, 0],
  ])(
    'of %i and %i entries, apart from %i on, is caught, and the file proves it',
    async (first, second, from) => {
      const one = await watched(first)
      await one.look()
      one.show(forked(one.log, from, second))
      const { code, lines } = await one.look()
      expect([code, kinds(lines)]).toEqual([2, ['fork']])
      const file = await readFile(lines[0]!.file as string)
      expect(verifyFork(file, { vkey: one.log.vkey })).toMatchObject({
        ok: true,
        sizes: [first, second],
        pinned: true,
      })
      // What it saw before stays what it holds the log to.
      expect((await one.look()).code).toBe(2)
    },
  )

  test('that shows less than it signed is caught', async () => {
    const one = await watched(9)
    await one.look()
    one.show(one.log, 6)
    const { code, lines } = await one.look()
    expect([code, kinds(lines)]).toEqual([2, ['rollback']])
    expect(await readFile(lines[0]!.file as string, 'utf8')).toContain('xinyu-rollback/1')
  })

  test('that keeps a tile back, or gives another one, is told; nothing new is believed', async () => {
    const one = await watched(300)
    await one.look()
    one.log.entries.push(...words('more', 300))
    one.files((path, file) => (path.startsWith('tile/0/001') ? null : file))
    expect(kinds((await one.look()).lines)).toEqual(['missing'])
    one.files((path, file) => (path.startsWith('tile/1') && file ? Buffer.alloc(file.length) : file))
    expect(kinds((await one.look()).lines)).toEqual(['missing'])
    one.files((_, file) => file)
    expect((await one.look()).lines).toEqual([expect.objectContaining({ size: 600 })])
  })

  test('whose entries are not those of its tree is caught by the rebuilding alone', async () => {
    const one = await watched(300)
    one.files((path, file) => {
      if (path !== 'tile/entries/000') return file
      const bundle = Buffer.from(file as Buffer)
      bundle[4]! ^= 1
      return bundle
    })
    expect((await one.look()).code).toBe(0)
    expect(kinds((await one.look({ rebuild: true })).lines)).toEqual(['wrong-entries'])
  })

  test('under a key that is not pinned is not believed', async () => {
    const one = await watched()
    one.show(smallLog(one.log.origin, makeKey(), one.log.entries))
    expect(kinds((await one.look()).lines)).toEqual(['bad-signature'])
    one.show(smallLog('log.example/other', one.log.key, one.log.entries))
    expect(kinds((await one.look()).lines)).toEqual(['other-log'])
    one.show(one.log)
    one.files((path, file) => (path === 'checkpoint' ? 'x' : file))
    expect(kinds((await one.look()).lines)).toEqual(['bad-signature'])
    expect(await readdir(one.folder)).not.toContain('state.json')
  })

  test('is told to a webhook too, and one that is away holds nothing up', async () => {
    const one = await watched()
    await one.look()
    one.show(forked(one.log, 2, 5))
    const told: string[] = []
    const hook = createServer((request, response) => {
      request.on('data', (part: Buffer) => told.push(part.toString()))
      request.on('end', () => response.end())
    })
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
    undo.push(() => new Promise((resolve) => hook.close(resolve)))
    const webhook = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`
    await one.look({ webhook })
    expect(JSON.parse(told.join(''))).toMatchObject({
      alert: 'fork',
      proof: expect.stringContaining('xinyu-fork/1'),
    })
    expect((await one.look({ webhook: 'http://127.0.0.1:1' })).code).toBe(2)
  })

  test('a damaged memory is an error, not a first look', async () => {
    const one = await watched()
    const file = join(one.folder, 'state.json')
    await one.look()
    const good = JSON.parse(await readFile(file, 'utf8')) as object
    for (const bad of ['{', 'null', '{}', '[]', JSON.stringify({ ...good, note: 'x' })]) {
      await writeFile(file, bad)
      await expect(one.look(), bad).rejects.toMatchObject({ code: 'MONITOR_STATE', params: { file } })
    }
    await writeFile(file, JSON.stringify({ ...good, size: 1 }))
    await expect(one.look()).rejects.toMatchObject({ code: 'MONITOR_STATE' })
  })

  test('does not send its monitor elsewhere, and a webhook that refuses is told of', async () => {
    const one = await watched()
    const asked: string[] = []
    const inside = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      response.writeHead(500).end()
    })
    const door = createServer((_request, response) =>
      response.writeHead(302, { location: `${at(inside)}/secret` }).end(),
    )
    for (const server of [inside, door]) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      undo.push(() => new Promise((resolve) => server.close(resolve)))
    }
    const moved = await one.look({ remote: remoteLog(at(door), { timeoutMs: 5000 }) })
    expect(moved.lines).toMatchObject([{ alert: 'unreachable', why: expect.stringContaining('302') }])
    expect(asked).toEqual([])
    one.files((path, file) => (path === 'checkpoint' ? 'x' : file))
    const refused = await one.look({ webhook: at(inside) })
    expect(refused.lines.at(-1)).toEqual({ webhook: at(inside), problem: 'HTTP 500' })
    await one.look({ webhook: at(door) })
    expect(asked).toEqual(['POST /'])
  })
})

describe('a proof of a fork', () => {
  const log = smallLog('log.example/test', makeKey(), words('entry', 40))
  const bytes = (fork: Parameters<typeof printFork>[0]) => Buffer.from(printFork(fork))
  const nodesOf = (first: number, second: number) => {
    const proof = log.proof(first, second).map((one) => fromBase64(one)!)
    // RFC 6962 leaves the root of a complete tree out of a proof; here it is always told.
    return Number.isInteger(Math.log2(first)) ? [log.root(first), ...proof] : proof
  }

  test('is never made of an honest log', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (a, b) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)]
        const nodes = first === second ? [] : nodesOf(first, second)
        if (first < second) {
          const roots = rootsOf(first, second, nodes)!
          expect([hex(roots.first), hex(roots.second)]).toEqual([hex(log.root(first)), hex(log.root(second))])
        }
        const file = bytes({ first: log.note(first), second: log.note(second), nodes, vkey: log.vkey })
        expect(verifyFork(file).ok).toBe(false)
      }),
      { numRuns: runs(90) },
    )
  })

  test('rests on both signatures, the sizes, the nodes and the pinned key', () => {
    const other = forked(log, 10, 40)
    const good = { first: log.note(20), second: other.note(30), nodes: [] as Uint8Array[], vkey: log.vkey }
    const honest = other.proof(20, 30).map((one) => fromBase64(one)!)
    const fork = { ...good, nodes: honest }
    expect(verifyFork(bytes(fork), { vkey: log.vkey })).toMatchObject({ ok: true, sizes: [20, 30] })
    const stranger = smallLog(log.origin, makeKey(), log.entries)
    const bad: [string, Parameters<typeof printFork>[0]][] = [
      ['other nodes', { ...fork, nodes: honest.with(0, new Uint8Array(32)) }],
      ['a node too few', { ...fork, nodes: honest.slice(1) }],
      ['a node too many', { ...fork, nodes: [...honest, honest[0]!] }],
      ['the wrong way round', { ...fork, first: fork.second, second: fork.first }],
      ['signed by another', { ...fork, second: stranger.note(30) }],
      ['another log', { ...fork, second: smallLog('log.example/b', log.key, log.entries).note(30) }],
      ['the same twice', { ...fork, second: fork.first, nodes: [] }],
      ['from the empty tree', { ...fork, first: log.note(0) }],
    ]
    for (const [why, one] of bad) expect(verifyFork(bytes(one)).ok, why).toBe(false)
    expect(verifyFork(bytes(fork), { vkey: stranger.vkey }).ok).toBe(false)
  })

  test('no mutation of a file proves another fork, and none ends the verifier', () => {
    const other = forked(log, 10, 40)
    const file = bytes({ first: log.note(20), second: other.note(20), nodes: [], vkey: log.vkey })
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bad = Buffer.from(file)
        bad[at]! ^= flip
        expect(verifyFork(bad, { vkey: log.vkey }).ok).toBe(false)
      }),
      { numRuns: runs(300) },
    )
  })
})
