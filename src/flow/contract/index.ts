export { changeContract, holdByOversight } from './actions.ts'
export { cancelApproval, delegate, endDelegation, setChain, vote } from './approval/actions.ts'
export * from './approval/model.ts'
export { openOfferByChain } from './approval/offer.ts'
export { chainsOf, delegationsOf, listApprovals } from './approval/store.ts'
export { drawRun, giveBackRun, leaseRun } from './counters.ts'
export { decidingOf, setDeciding } from './deciding/actions.ts'
export { Deciding, ScriptRule } from './deciding/model.ts'
export { type Difference, differences } from './document/differences.ts'
export { contractPdf, pdfOf } from './document/pdf.ts'
export type { PdfContent } from './document/pdf-content.ts'
export { odrlOf, tc609Of, Tc609Contract, termsFromOdrl, termsFromTc609 } from './document/readings.ts'
export { type Timeline, type TimelineItem, timelineOf } from './document/timeline.ts'
export { verifyByCode } from './document/verification.ts'
export {
  agreeEnd,
  type Breach,
  BREACHES,
  dropEnd,
  endByAuthority,
  endByRule,
  endExpired,
  proposeEnd,
} from './ending/actions.ts'
export { endBreached } from './ending/breaches.ts'
export { destroyDerived, destroyEnded, type Destroyers, destructionProof } from './ending/destruction.ts'
export { fileContract, fileWaiting, refuseFiling } from './filing/actions.ts'
export { newNumber } from './filing/number.ts'
export { lockContract } from './lock.ts'
export { contractMigrations } from './migrations.ts'
export * from './model.ts'
export { type Accepted, acceptRequest, approveRequest } from './negotiation/accept.ts'
export { counterRequest, rejectRequest, withdrawRequest } from './negotiation/actions.ts'
export { makeRequest } from './negotiation/ask.ts'
export { policyHash } from './negotiation/rules.ts'
export {
  listRequests,
  requestById,
  requestByNumber,
  requestVersions,
  versionsOf,
} from './negotiation/store.ts'
export {
  contractsInForce,
  endProject,
  finishEndedProjects,
  inForce,
  ownProject,
  ownProjectTables,
  prepareProjectTables,
  tidyProjectTables,
} from './projects.ts'
export { contractRoutes } from './routes.ts'
export { contractHash, contractStatus } from './rules.ts'
export { refuseSignature, signContract, type Signed, type SignInput } from './signing/actions.ts'
export { keyMessage, keysOf, registerKey, revokeKey } from './signing/keys.ts'
export {
  contractIntact,
  type Integrity,
  keyIdOf,
  signedMessage,
  type SignedRow,
  verifies,
} from './signing/rules.ts'
export { type BodySignature, type Signer, spaceSigner } from './signing/signer.ts'
export { contractById, contractByNumber, listContracts, listProjects } from './store.ts'
export { visibleContract } from './visible.ts'
import './tables.ts'
