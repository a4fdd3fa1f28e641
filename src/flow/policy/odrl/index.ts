export { ODRL_CONTEXT } from './context.ts'
export { CONTEXT_IRI, NAMESPACE, PROFILE_IRI } from './iri.ts'
export { fromOdrl, policyFromOdrl } from './read.ts'
export { type Agreement as OdrlAgreement, type OdrlDocument, toOdrl } from './write.ts'
