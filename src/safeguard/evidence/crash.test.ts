import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withDatabase } from '../../../test/support/database.ts'
import { evidenceMigrations, fsck } from './index.ts'

const ROUNDS = 5
const WRITERS = 64

/** Runs the writer and kills it with SIGKILL after so many acknowledged actions; returns what it acknowledged. */
function killedWriter(
  home: string,
  url: string,
  acks: number,
): Promise<{ state: string; acks: Map<string, number> }> {
  return new Promise((resolve, reject) => {
    const file = join(import.meta.dirname, 'fixtures/writer.ts')
    const child = spawn(process.execPath, [file, home, url, String(WRITERS)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [output, errors] = ['', '']
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString()
      if (output.split('\n').length > acks) setTimeout(() => child.kill('SIGKILL'), acks % 7)
    })
    child.on('error', reject)
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the writer ended by itself: ${errors}`))
      // A line without its newline was cut by the kill.
      const [state = '', ...lines] = output.split('\n').slice(0, -1)
      resolve({
        state,
        acks: new Map(lines.map((line) => [line.split(' ')[0]!, Number(line.split(' ')[1])])),
      })
    })
  })
}

test('SIGKILL under 64 writers: nothing acknowledged is lost, and log and database agree', async () => {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-crash-'))
  try {
    await withDatabase([evidenceMigrations], async ({ db, url }) => {
      const acknowledged = new Map<string, number>()
      for (let round = 0; round < ROUNDS; round++) {
        const { state, acks } = await killedWriter(home, url, 20 + round * 33)
        expect(JSON.parse(state)).toMatchObject({ state: 'healthy', unknown: [] })
        for (const [id, leaf] of acks) acknowledged.set(id, leaf)

        const report = await fsck(home, db)
        expect(report.problems).toEqual([])
        const rows = await db.selectFrom('evidence_outbox').select(['id', 'leaf']).execute()
        const leaves = new Map(rows.map((row) => [row.id, row.leaf]))
        for (const [id, leaf] of acknowledged) expect(leaves.get(id)).toBe(leaf)
      }
      expect(acknowledged.size).toBeGreaterThan(WRITERS)
      expect(new Set(acknowledged.values()).size).toBe(acknowledged.size)
    })
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}, 180_000)
