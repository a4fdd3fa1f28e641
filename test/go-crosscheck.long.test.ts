import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog, openLog, tilePath, TILE_WIDTH } from '../src/safeguard/evidence/log/index.ts'
import type { SuiteName } from '../src/safeguard/crypto/index.ts'
import { base64 } from '../src/safeguard/evidence/verifier/index.ts'
import { testSigner, testWitness } from './support/receipts.ts'

const SOURCE = join(import.meta.dirname, 'support/go')

/** The Go command, and the sources of golang.org/x/mod that come with it: no network is needed. */
function findGo(): { go: string; mod: string } | string {
  const path = `${process.env.PATH ?? ''}${delimiter}/usr/local/go/bin`
  const folder = path.split(delimiter).find((one) => one !== '' && existsSync(join(one, 'go')))
  if (folder === undefined) return 'no Go on the PATH'
  const go = join(folder, 'go')
  const asked = spawnSync(go, ['env', 'GOROOT'], { encoding: 'utf8' })
  const mod = join(asked.stdout.trim(), 'src/cmd/vendor/golang.org/x/mod')
  if (!existsSync(join(mod, 'sumdb/tlog'))) return 'this Go brings no golang.org/x/mod/sumdb'
  return { go, mod }
}
const found = findGo()
const missing = typeof found === 'string' ? ` (skipped: ${found})` : ''

/** A reader of logs that others wrote, for another log: golang.org/x/mod/sumdb. */
describe.skipIf(missing !== '')(`golang.org/x/mod/sumdb reads our log${missing}`, () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'xinyu-go-'))
    const { go, mod } = found as { go: string; mod: string }
    cpSync(join(SOURCE, 'main.go'), join(folder, 'main.go'))
    // A copy with a go.mod of its own: the one in GOROOT is part of cmd.
    for (const name of ['note', 'tlog'])
      cpSync(join(mod, 'sumdb', name), join(folder, 'mod/sumdb', name), { recursive: true })
    cpSync(join(mod, 'internal'), join(folder, 'mod/internal'), { recursive: true })
    writeFileSync(join(folder, 'mod/go.mod'), 'module golang.org/x/mod\n\ngo 1.22\n')
    const own = readFileSync(join(SOURCE, 'go.mod'), 'utf8')
    writeFileSync(join(folder, 'go.mod'), `${own}\nreplace golang.org/x/mod => ./mod\n`)
    execFileSync(go, ['build', '-o', 'crosscheck', '.'], {
      cwd: folder,
      env: { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    })
  }, 600_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 300_000)

  const judge = (log: string) => spawnSync(join(folder, 'crosscheck'), [log], { encoding: 'utf8' })

  test.each<SuiteName>(['international', 'guomi'])(
    'checkpoint, tiles and proofs, %s',
    async (suite) => {
      const log = await exported(join(folder, suite), suite)
      const said = judge(log)
      expect(said.stderr).toBe('')
      expect(said.stdout).toBe(`size 70000, 6 inclusion proofs, ${suite === 'guomi' ? 3 : 2} signatures\n`)
      const checkpoint = readFileSync(join(log, 'checkpoint'), 'utf8')
      const tile = readFileSync(join(log, 'tile/0/000'))
      const altered: [string, Buffer | string, string][] = [
        ['checkpoint', checkpoint.replace('\n70000\n', '\n70001\n'), 'checkpoint'],
        ['checkpoint', checkpoint.replace(/\n— xinyu[^\n]*/g, ''), 'checkpoint'],
        ['tile/0/000', Buffer.from(tile.map((byte, at) => (at === 40 ? byte ^ 1 : byte))), 'tiles'],
      ]
      for (const [file, content, where] of altered) {
        const before = readFileSync(join(log, file))
        writeFileSync(join(log, file), content)
        expect(judge(log)).toMatchObject({ status: 1, stderr: expect.stringContaining(where) as string })
        writeFileSync(join(log, file), before)
      }
      expect(judge(log).status).toBe(0)
    },
    60_000,
  )
})

/** A log with three levels of tiles, and what an outsider would fetch of it. */
async function exported(out: string, suite: SuiteName): Promise<string> {
  const [SIZE, OLDER] = [70_000, 30_001]
  const signer = testSigner(suite)
  await createLog(join(out, 'log'))
  const log = await openLog({ folder: join(out, 'log'), signer, atLeast: 0, sm3: suite === 'guomi' })
  const entry = (n: number) => `{"n":${n},"说明":"存证"}`
  const append = async (from: number, to: number) => {
    for (let at = from; at < to; at += 4_096) {
      const until = Math.min(to, at + 4_096)
      await log.append(Array.from({ length: until - at }, (_, n) => Buffer.from(entry(at + n))))
    }
  }
  await append(0, OLDER)
  const older = await log.checkpoint(OLDER)
  await append(OLDER, SIZE)
  const { note } = await log.checkpoint(SIZE)
  const leaves = [0, 255, 256, OLDER, 65_536, SIZE - 1]
  const inclusion = await Promise.all(
    leaves.map(async (leaf) => ({
      leaf,
      entry: entry(leaf),
      path: (await log.reader.inclusionProof(leaf, SIZE)).map(base64),
    })),
  )
  const consistency = (await log.reader.consistencyProof(OLDER, SIZE)).map(base64)
  const put = (file: string, content: string | Buffer) => {
    mkdirSync(dirname(join(out, file)), { recursive: true })
    writeFileSync(join(out, file), content)
  }
  put('vkey', signer.vkeys.join('\n'))
  // A signature of a witness stands beside that of the log; the reader knows nothing of it and keeps it.
  put('checkpoint', note + testWitness('witness.example/w').cosign(note))
  put('checkpoint.older', older.note)
  put('proofs.json', JSON.stringify({ inclusion, consistency }))
  for (let [level, count] = [0, SIZE]; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < count; index++) {
      const width = Math.min(TILE_WIDTH, count - index * TILE_WIDTH)
      const name = { level, index, width }
      put(tilePath(name), (await log.reader.tile(name))!)
    }
  }
  await log.close()
  return out
}
