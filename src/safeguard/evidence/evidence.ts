import type { Actor } from '../../kernel/actor.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Acted, ActionScope } from './act.ts'
import type { LogReader } from './log/index.ts'
import type { KeyChange } from './keys/change.ts'
import type { HeadView } from './model.ts'
import type { Payload, PayloadVault } from './payload/index.ts'
import type { ReceiptOptions } from './receipt.ts'
import type { EvidenceHealth } from './sequencer.ts'
import type { KeyHistory } from './verifier/index.ts'
import type { WitnessOverview } from './witness/index.ts'

/** The keeper of evidence of one space. What needs the log throws EVIDENCE_NOT_READY while it is not healthy. */
export interface Evidence {
  /** See `act`. @throws XinyuError EVIDENCE_NOT_READY, EVIDENCE_DELAYED */
  act<T>(platform: Platform, actor: Actor, body: (scope: ActionScope) => Promise<T>): Promise<Acted<T>>
  /** Publishes the last checkpoint and lets go of the log. */
  stop(): Promise<void>
  health(): EvidenceHealth
  /** Size and root now; the last known ones while unhealthy. Never throws. */
  head(): HeadView
  /** The log for reading: entries, roots, proofs, tiles. */
  reader(): LogReader
  /** The verifier key that outsiders pin, `name+keyid+base64`. */
  vkey(): string
  /** Those of all keys that sign now: Ed25519, and SM2 in a 国密 space. */
  vkeys(): readonly string[]
  /** The keys that the log has had, and what each said about its successor. */
  keyHistory(): Promise<KeyHistory>
  /** Hands the log over to new keys; see `rotateLogKey`. @throws XinyuError EVIDENCE_NOT_READY */
  changeKeys(change: KeyChange): Promise<void>
  /** A signed checkpoint (C2SP note) of at least `size` entries; the last published one by default. */
  checkpoint(size?: number): Promise<string>
  /**
   * The receipt of an entry, by id or leaf: a file that anyone verifies offline.
   * @throws XinyuError EVIDENCE_NOT_FOUND
   */
  receiptFor(entry: string | number, options?: ReceiptOptions): Promise<Buffer>
  /** What lies beside the log for these entries; what is not there any more is missing from the map. */
  payloads(entryIds: readonly string[]): Promise<Map<string, Payload>>
  /** The keys of payloads: retention alone destroys them. */
  readonly vault: PayloadVault
  /** The proof of a leaf alone, as a C2SP `.tlog-proof` text. @throws XinyuError EVIDENCE_NOT_FOUND */
  logProofFor(leaf: number): Promise<string>
  /** Kinds and leaves of the entries about each of these ids, in the order of the log. */
  leavesAbout(ids: readonly string[]): Promise<{ subject: string; kind: string; leaf: number }[]>
  /** How the witnesses stand to the log. @throws XinyuError EVIDENCE_NOT_READY */
  witnesses(): WitnessOverview
  /** Until no witness is being asked. For tests. */
  witnessesSettled(): Promise<void>
  /** Copies the log into an empty folder; call it after the database snapshot. Returns what was copied. */
  backupTo(folder: string): Promise<{ origin: string; size: number; root: string }>
  /** Folder of the log's static files, servable as they are. */
  readonly folder: string
}
