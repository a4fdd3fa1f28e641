export { openBox, sealBox } from './box.ts'
export { type Elsewhere, ELSEWHERE } from './elsewhere.ts'
export { guomi } from './guomi/index.ts'
export { digestOf, hashTitle, suite, SUITE_VARIABLE, suiteOf, workWith } from './in-force.ts'
export { international } from './international.ts'
export {
  beginRecovery,
  type Custody,
  destroySigningKey,
  fileKeys,
  type Keeper,
  KEEPERS,
  keepKeysIn,
  keepMasterKeyAt,
  keyFolder,
  keyStore,
  type KeptKey,
  type KeyStore,
  masterKeyFile,
  masterKeyInside,
  openRecovery,
  type OpenedRecovery,
  putBack,
  type RecoveryDraft,
  type RecoveryFile,
  recoveryText,
  sealedSecret,
  sealShare,
  signingKey,
  type SigningKey,
  softKey,
} from './keys/index.ts'
export { fingerprintOf, suiteOfKey } from './of-key.ts'
export { type CryptoHealth, cryptoHealth, suiteReport, SuiteReport } from './report.ts'
export { recordedSuite, settleSuite, suiteFile } from './recorded.ts'
export { LEAST_PASSPHRASE, newPassphraseCost, PassphraseCost, passphraseKey } from './passphrase.ts'
export { schemeOf, schemeSuite, type SchemeName, verifySignature } from './schemes.ts'
export { destroySecretKey, makeSecretKey } from './secret-key.ts'
export type { HashScheme, RunningHash, SignatureScheme, Suite, SuiteName } from './suite.ts'
export { SUITES } from './suite.ts'
export {
  BLOCK_BYTES,
  ENGINE_FUNCTIONS,
  engineLacksHash,
  fingerprintSql,
  hashSql,
  type MacPads,
  macPads,
  macSql,
} from './hashing/index.ts'
export { openStream, sealedBytes, sealStream, STREAM_PREFIX_BYTES } from './stream.ts'
