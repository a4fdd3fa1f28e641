export {
  destroyedKeys,
  listPayloadKeys,
  monthBounds,
  monthOf,
  parseKeyName,
  payloadKeyFolder,
  purgeDestroyedKeys,
  type PayloadKey,
} from './keys.ts'
export { payloadMigrations } from './migrations.ts'
export {
  idAt,
  openRow,
  type Payload,
  type PayloadRow,
  payloadsOf,
  sealOpenPayloads,
  timeOfId,
} from './store.ts'
export { createVault, type PayloadVault, type SealedPayload } from './vault.ts'
