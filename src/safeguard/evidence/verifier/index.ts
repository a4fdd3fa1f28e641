/**
 * The verifier: pure, without I/O, for Node and browsers alike. An auditor can install it alone.
 * @module
 */
export { base64, fromBase64, hex, utf8, utf8Text } from './bytes.ts'
export { parseCheckpoint, printCheckpoint, type Checkpoint } from './checkpoint.ts'
export { parseEntry, type EntryView } from './entry.ts'
export { emptyRoot, isConsistent, isIncluded, leafHash, nodeHash, rootFromInclusion } from './merkle.ts'
export { checkSignature, noteKeyId, parseKey, parseNote, printKey, printSignature } from './note.ts'
export type { Note as SignedNote, NoteKey, NoteSignature } from './note.ts'
export { parseProof, printProof, type LogProof } from './proof.ts'
export { RECEIPT_FORMAT, verifyConsistency, verifyReceipt, verifyResult } from './verify.ts'
export type { Failure, GoodReceipt, VerifyOptions, Verdict, Where } from './verify.ts'
