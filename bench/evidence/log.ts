import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { systemRandom, uuid7 } from '../../src/kernel/index.ts'
import { international, softKey, suite } from '../../src/safeguard/crypto/index.ts'
import { createLog, makeSigner, openLog } from '../../src/safeguard/evidence/log/index.ts'
import type { Measure } from '../run.ts'

const BATCH = 1_000
/** What is resident holds what the allocator keeps; what is live tells of a leak. */
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const mb = (bytes = 0) => (bytes / 1e6).toFixed(1)

/** The log without database: 256-byte entries in batches of 1,000, each batch synced; what it holds in memory as it grows. */
export async function logAlone(): Promise<Measure[]> {
  const size = Number(process.env.XINYU_BENCH_LOG ?? 1_000_000)
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-bench-log-'))
  const sm3 = suite().name === 'guomi'
  try {
    const key = softKey(international, generateKeyPairSync('ed25519').privateKey)
    const signer = makeSigner({ ed25519: key }, 'xinyu.internal/bench')
    await createLog(folder)
    const open = () => openLog({ folder, signer, atLeast: 0, sm3 })
    const log = await open()
    const batch = Array.from({ length: BATCH }, (_, i) => Buffer.alloc(256, uuid7(systemRandom, i)))
    const [resident, live]: [number[], number[]] = [[], []]
    const started = performance.now()
    for (let at = 0; at < size; at += BATCH) {
      await log.append(batch)
      if (at % (size / 10) < BATCH) {
        collect()
        const { rss, heapUsed } = process.memoryUsage()
        resident.push(rss)
        live.push(heapUsed)
      }
    }
    const seconds = (performance.now() - started) / 1000
    const root = log.reader.root()
    await log.close()
    const opening = performance.now()
    const again = await open()
    const opened = performance.now() - opening
    if (!again.reader.root().equals(root)) throw new Error('the log came back with another root')
    await again.close()
    const [early, late] = [resident[1] ?? 0, resident.at(-1) ?? 0]
    const trees = sm3 ? 'SHA-256 and SM3' : 'SHA-256'
    return [
      {
        name: 'log alone, batches of 1,000 entries of 256 bytes',
        value: Math.round(size / seconds),
        unit: 'entries/s',
        note: `${size.toLocaleString('en')} entries, each batch synced, ${trees}`,
      },
      {
        name: 'memory while it grows',
        value: late / 1e6,
        unit: 'MB resident',
        note: `${Math.round(early / 1e6)} MB after a tenth; live heap ${mb(live[1])} and ${mb(live.at(-1))} MB`,
      },
      { name: 'opening it', value: opened, unit: 'ms', note: 'edge from the tiles, the journal read' },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
