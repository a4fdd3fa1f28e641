export { fileKeys } from './file-store.ts'
export type { KeptKey, KeyStore } from './key-store.ts'
export { keepMasterKeyAt, keyFolder, masterKeyFile, masterKeyInside } from './master.ts'
export { destroySigningKey, keepKeysIn, keyStore, signingKey } from './open.ts'
export { sealedSecret } from './secret.ts'
export { type Custody, type SigningKey, softKey } from './signing-key.ts'
export { putBack } from './put-back.ts'
export {
  beginRecovery,
  type Keeper,
  KEEPERS,
  openRecovery,
  type OpenedRecovery,
  type RecoveryDraft,
  type RecoveryFile,
  recoveryText,
  sealShare,
} from './recovery.ts'
