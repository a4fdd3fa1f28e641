import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { pino } from 'pino'
import { systemClock } from '../kernel/clock.ts'
import { doctor, loadConfig, type SeatIsolation } from '../platform/index.ts'
import { certificateFindings } from '../safeguard/identity/index.ts'
import { createLocalDriver } from '../use/sandbox/index.ts'
import { cryptoOf, linesOf } from './doctor-crypto.ts'
import { print, shared } from './output.ts'

const MARK = { ok: '✓', degraded: '!', missing: '✗' } as const

/** `xinyu doctor`: what this machine has and lacks, with the line that mends it. Exit 1 when something needed is missing. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what is present, what is degraded and what is missing on this machine')
    .action(async (_options: unknown, command: Command) => {
      const { home, json } = shared(command)
      const now = Date.now()
      const { login } = loadConfig({ home, env: process.env })
      const rooms = () => certificateFindings(login, now)
      const checks = await doctor({ home, now, seats: tryASeat, rooms })
      const crypto = await cryptoOf(home, now)
      print(json, { checks, crypto: { ...crypto, keys: crypto.keys.map(readable) } }, [
        ...checks.flatMap((check) => [
          `${MARK[check.state]} ${check.zh}  ${check.en}`,
          ...(check.fix ? [`    → ${check.fix}`] : []),
        ]),
        ...linesOf(crypto),
      ])
      process.exitCode = checks.some((check) => check.state === 'missing') ? 1 : 0
    })
}

const readable = <K extends { publicKey: Buffer }>(key: K) => ({
  ...key,
  publicKey: key.publicKey.toString('base64'),
})

/** In a folder of its own: a server may be running on the data folder. */
async function tryASeat(): Promise<SeatIsolation> {
  const home = mkdtempSync(join(tmpdir(), 'xinyu-doctor-'))
  const driver = createLocalDriver({ home, log: pino({ level: 'silent' }), clock: systemClock })
  try {
    return await driver.isolation()
  } finally {
    await driver.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
