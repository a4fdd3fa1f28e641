/**
 * The verifier: pure, without I/O, for Node and browsers alike. An auditor can install it alone.
 * @module
 */
export { base64, fromBase64, hex, utf8, utf8Text } from './bytes.ts'
export { parseCheckpoint, printCheckpoint, type Checkpoint } from './checkpoint.ts'
export { cosignedMessage, printCosignature } from './cosignature.ts'
export { splitDestruction, wrongList, type DestructionFile } from './destruction.ts'
export { parseEntry, type EntryView } from './entry.ts'
export {
  COSIGNATURE,
  ED25519,
  isKeyName,
  isSameKey,
  noteKeyId,
  parseKey,
  printCosignerKey,
  printKey,
  printNoteKey,
  printSm2Key,
  SM2,
  type NoteKey,
  type NoteKeyType,
} from './keys.ts'
export {
  FORK_FORMAT,
  looksLikeFork,
  printFork,
  rootsOf,
  verifyFork,
  type Fork,
  type ForkVerdict,
} from './fork.ts'
export {
  emptyRoot,
  isConsistent,
  isIncluded,
  leafHash,
  nodeHash,
  rootFromInclusion,
  sha256Tree,
  sm3Tree,
  type TreeHash,
} from './merkle.ts'
export {
  addSignatures,
  checkCosignature,
  checkSignature,
  linesBy,
  parseNote,
  printSignature,
} from './note.ts'
export type { Note as SignedNote, NoteSignature } from './note.ts'
export { checkPolicy, isWitnessed, parsePolicy } from './policy.ts'
export type { Policy, PolicyGroup, PolicyLog, PolicyVerdict, PolicyWitness } from './policy.ts'
export { parseProof, printProof, type LogProof } from './proof.ts'
export { verifySm2 } from './sm2.ts'
export { sm3 } from './sm3.ts'
export { openCheckpoint, verifyConsistency } from './consistency.ts'
export { reasonZh } from './reasons.ts'
export { printReceipt, readReceipt, RECEIPT_FORMAT, type ReceiptFile } from './receipt-file.ts'
export { parseKeyHistory, parseSuccession, printKeyHistory, printSuccession } from './succession.ts'
export type { KeyHistory, KeySpan, Succession } from './succession.ts'
export { trustedKeys, type Trust } from './trust.ts'
export { STEPS } from './verdict.ts'
export type { Failure, GoodProof, GoodReceipt, Refused, SeenSignature, VerifyOptions } from './verdict.ts'
export type { Verdict, Where } from './verdict.ts'
export { verifyLogProof, verifyReceipt, verifyResult } from './verify.ts'
