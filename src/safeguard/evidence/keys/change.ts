import { sql } from 'kysely'
import type { Platform } from '../../../platform/platform.ts'
import { suite } from '../../crypto/index.ts'
import type { Log, Signer } from '../log/index.ts'
import { destroyKeys, evidenceFolder, publishKeys } from '../space-log.ts'
import type { KeyHistory } from '../verifier/index.ts'
import { logSigner } from './custody.ts'
import { beginHistory, generation, readHistory } from './history.ts'
import { handOver } from './rotate.ts'

export interface KeyChange {
  /** The old key may be in other hands: what it signed counts only with a witness beside it. */
  readonly revoke: boolean
  /** Told of the new keys before they take over; it records the change. */
  readonly record: (next: Signer) => Promise<void>
}

/** The keys that the log in this folder has had. */
export async function keyHistory(folder: string): Promise<KeyHistory> {
  return (await readHistory(folder)) ?? beginHistory([])
}

/** New keys, recorded, handed over to, published; the private halves of the old ones destroyed at the end. */
export async function changeKeys(
  log: Log,
  { home, clock, db }: Pick<Platform, 'home' | 'clock' | 'db'>,
  { revoke, record }: KeyChange,
): Promise<void> {
  const folder = evidenceFolder(home)
  const history = (await readHistory(folder)) ?? beginHistory(log.signer.vkeys)
  const at = generation(history)
  // What a rotation that was cut short left behind was never published.
  await destroyKeys(home, at + 1)
  const next = await logSigner({
    home,
    origin: log.signer.origin,
    generation: at + 1,
    sm2: suite().name === 'guomi',
    existing: false,
  })
  await record(next)
  await handOver(log, folder, history, { next, state: revoke ? 'revoked' : 'retired', now: clock.now() })
  await publishKeys(home, next)
  await sql`update evidence_log set vkey = ${next.vkey}`.execute(db)
  await destroyKeys(home, at)
}
