export {
  declineConsent,
  expireConsents,
  giveConsent,
  limitConsent,
  withdrawConsent,
} from './actions.ts'
export { askConsent, cancelAsk, type ContractPort } from './asks.ts'
export { tidyDoor } from './door/brake.ts'
export { createDoor, type Door, INSURED_COOKIE } from './door/door.ts'
export type { NationalIdentityService, VouchedPerson } from './door/national.ts'
export type { Begun, Claim, IdentityProof } from './door/proof.ts'
export { registerProof } from './door/register.ts'
export { DemoInsured, doorRoutes } from './door/routes.ts'
export { askGuardianship, confirmGuardianship, type NewGuardianship } from './guardians.ts'
export { acting, insuredRoutes, Ward } from './insured-routes.ts'
export { type LiveConsent, liveConsent, type SinglePersonUse, useConsent } from './live.ts'
export * from './model.ts'
export type { Insured } from './person.ts'
export { consentRoutes } from './routes.ts'
export { fieldsOfScopes, SCOPES, ScopeView } from './scopes.ts'
export { type ConsentUse, consentsOf, isOwnUse, listAsks, usesOfPerson, visibleAsk } from './store.ts'
export { consentMigrations } from './tables.ts'
