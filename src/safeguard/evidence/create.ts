import pg from 'pg'
import type { Config } from '../../platform/config/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import type { Platform } from '../../platform/platform.ts'
import { runAction } from './action.ts'
import { backupLog } from './backup.ts'
import type { Evidence } from './evidence.ts'
import { createVault, payloadsOf } from './payload/index.ts'
import { changeKeys, keyHistory } from './keys/change.ts'
import { makeLogProof, makeReceipt } from './receipt.ts'
import { createSequencer } from './sequencer.ts'
import { evidenceFolder, openSpaceLog } from './space-log.ts'
import { leavesAbout } from './store.ts'
import type { Log } from './log/index.ts'
import { createWitnessKeeper, type WitnessKeeper, type WitnessTrouble } from './witness/index.ts'

/** What evidence leans on: the data folder (keys in `keys/`, the log in `evidence/`), time, randomness, the log. */
export type EvidencePlatform = Pick<Platform, 'home' | 'clock' | 'random' | 'log' | 'db'> & {
  readonly config: Pick<Config, 'evidence'>
}

export interface EvidenceOptions {
  /** Address of the database, for the sequencer's own connection. */
  readonly databaseUrl: string
  /** Names the log for outsiders at its first start; a UUID by default. Later the log keeps its name. */
  readonly spaceId?: string
  /** Told when witnesses contradict the log, or are away for long. */
  readonly onWitnessTrouble?: (trouble: WitnessTrouble) => void
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
  const vault = createVault(home, random)
  // Keys that were destroyed and came back with a backup must open nothing.
  await vault.purge()
  const { onWitnessTrouble } = options
  const witnesses = await createWitnessKeeper({
    settings: config.evidence,
    db,
    clock,
    log,
    evidence: () => witnessedLog(sequencer.log()),
    ...(onWitnessTrouble ? { tell: onWitnessTrouble } : {}),
  })
  const sequencer = createSequencer({
    log,
    checkpointEveryMs: config.evidence.checkpointEveryMs,
    mostWaiting: config.evidence.mostWaiting,
    admitMs: config.evidence.admitMs,
    connect: () => dedicated(options.databaseUrl),
    openLog: async (client, atLeast) => {
      const opened = await openSpaceLog({
        home,
        client,
        atLeast,
        spaceId: options.spaceId ?? uuid7(random, clock.now()),
        onCheckpoint: (published) => witnesses.published(published),
      })
      // What was published before this start may still wait for its witnesses.
      witnesses.published(await opened.checkpoint())
      return opened
    },
  })
  await sequencer.start()
  return {
    act: (platform, actor, body) => runAction(sequencer, vault, platform, actor, body),
    stop: async () => {
      await sequencer.stop()
      await witnesses.stop()
    },
    health: () => sequencer.health(),
    reader: () => sequencer.log().reader,
    vkey: () => sequencer.log().signer.vkey,
    vkeys: () => sequencer.log().signer.vkeys,
    keyHistory: () => keyHistory(evidenceFolder(home)),
    changeKeys: (change) => changeKeys(sequencer.log(), platform, change),
    checkpoint: async (size) => {
      const published = await sequencer.log().checkpoint(size)
      return ((size === undefined && witnesses.fresh()) || published).note
    },
    witnesses: () => witnesses.overview(),
    witnessesSettled: () => witnesses.settled(),
    receiptFor: (which, options) =>
      makeReceipt(witnessed(sequencer.log(), witnesses), db, vault, which, options),
    logProofFor: (leaf) => makeLogProof(witnessed(sequencer.log(), witnesses), leaf),
    payloads: (ids) => payloadsOf(db, vault, ids),
    vault,
    leavesAbout: (ids) => leavesAbout(db, ids),
    backupTo: async (folder) => backupLog(sequencer.log(), folder, await keyHistory(evidenceFolder(home))),
    head: () => ({ ...sequencer.head(), at: clock.now(), healthy: sequencer.health().state === 'healthy' }),
    folder: evidenceFolder(home),
  }
}

const witnessedLog = (log: Log) => ({
  size: () => log.reader.size,
  vkeys: () => log.signer.vkeys,
  proof: (from: number, to: number) => log.reader.consistencyProof(from, to),
  cosigned: (note: string) => log.cosigned(note),
})

/** Receipts rest on the newest checkpoint that the witnesses cosigned, where one comes in time. */
const witnessed = (log: Log, witnesses: WitnessKeeper): Log => ({
  ...log,
  signer: log.signer,
  async checkpoint(size = 0) {
    const published = await log.checkpoint(size)
    return (await witnesses.covering(size)) ?? published
  },
})

async function dedicated(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: 'xinyu-evidence' })
  // Told to the sequencer by its own listener; without one here an early loss would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}
