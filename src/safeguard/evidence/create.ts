import pg from 'pg'
import type { Config } from '../../platform/config/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import type { Platform } from '../../platform/platform.ts'
import { runAction } from './action.ts'
import { backupLog } from './backup.ts'
import type { Evidence } from './evidence.ts'
import { makeReceipt } from './receipt.ts'
import { createSequencer } from './sequencer.ts'
import { evidenceFolder, openSpaceLog } from './space-log.ts'
import { leavesAbout } from './store.ts'

/** What evidence leans on: the data folder (keys in `keys/`, the log in `evidence/`), time, randomness, the log. */
export type EvidencePlatform = Pick<Platform, 'home' | 'clock' | 'random' | 'log' | 'db'> & {
  readonly config: Pick<Config, 'evidence'>
}

export interface EvidenceOptions {
  /** Address of the database, for the sequencer's own connection. */
  readonly databaseUrl: string
  /** Names the log for outsiders at its first start; a UUID by default. Later the log keeps its name. */
  readonly spaceId?: string
}

/**
 * Makes and starts the keeper of evidence. It comes back also when the log cannot be written: `health()` says why,
 * actions answer EVIDENCE_NOT_READY, and it keeps trying.
 */
export async function createEvidence(
  platform: EvidencePlatform,
  options: EvidenceOptions,
): Promise<Evidence> {
  const { home, clock, random, log, db, config } = platform
  const sequencer = createSequencer({
    log,
    checkpointEveryMs: config.evidence.checkpointEveryMs,
    connect: () => dedicated(options.databaseUrl),
    openLog: (client, atLeast) =>
      openSpaceLog({ home, client, atLeast, spaceId: options.spaceId ?? uuid7(random, clock.now()) }),
  })
  await sequencer.start()
  return {
    act: (platform, actor, body) => runAction(sequencer, platform, actor, body),
    stop: () => sequencer.stop(),
    health: () => sequencer.health(),
    reader: () => sequencer.log().reader,
    vkey: () => sequencer.log().signer.vkey,
    checkpoint: async (size) => (await sequencer.log().checkpoint(size)).note,
    receiptFor: (which, options) => makeReceipt(sequencer.log(), db, which, options),
    leavesAbout: (ids) => leavesAbout(db, ids),
    backupTo: (folder) => backupLog(sequencer.log(), folder),
    head: () => ({ ...sequencer.head(), at: clock.now(), healthy: sequencer.health().state === 'healthy' }),
    folder: evidenceFolder(home),
  }
}

async function dedicated(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: 'xinyu-evidence' })
  // Told to the sequencer by its own listener; without one here an early loss would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}
