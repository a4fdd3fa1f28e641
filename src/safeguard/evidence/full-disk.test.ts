import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { withDatabase } from '../../../test/support/database.ts'
import { evidenceMigrations, type FsckReport } from './index.ts'

const run = promisify(execFile)
const APART = ['-m', '--propagation', 'private']
/** Only root, and not in every container, may mount something in a namespace of its own. */
const mayMount = await run('unshare', [...APART, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).then(
  () => true,
  () => false,
)

interface Outcome {
  readonly refusal: string
  readonly why: string
  readonly full: number
  readonly all: number
  readonly lost: unknown[]
  readonly report: FsckReport
}

test.skipIf(!mayMount)(
  'a full disk: actions are refused and say why, nothing acknowledged is lost, and it goes on when there is room (needs unshare -m)',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'xinyu-full-'))
    try {
      await withDatabase([evidenceMigrations], async ({ url }) => {
        const writer = join(import.meta.dirname, 'fixtures/full-disk.ts')
        const { stdout } = await run('unshare', [...APART, process.execPath, writer, home, url])
        const outcome = JSON.parse(stdout) as Outcome
        expect(['EVIDENCE_NOT_READY', 'EVIDENCE_DELAYED']).toContain(outcome.refusal)
        expect(outcome.why).toMatch(/ENOSPC/)
        expect(outcome.full).toBeGreaterThan(0)
        expect(outcome.all).toBeGreaterThan(outcome.full)
        expect(outcome.lost).toEqual([])
        expect(outcome.report).toMatchObject({ ok: true, problems: [], waiting: 0, torn: 0 })
        expect(outcome.report.size).toBeGreaterThanOrEqual(outcome.all)
      })
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  },
  120_000,
)
