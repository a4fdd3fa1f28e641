export { checkDraft } from './check/check.ts'
export { PolicyCheck, PolicyDraft } from './check/model.ts'
export { bodyMustBe, checkTerms, openOffer, withdrawOffer } from './actions.ts'
export * from './conflict/index.ts'
export * from './constraint/index.ts'
export * from './model.ts'
export * from './odrl/index.ts'
export { parsePolicy, policyOf } from './parse.ts'
export * from './purpose/tree.ts'
export * from './render/index.ts'
export * from './tc609/index.ts'
export * from './template/index.ts'
export * from './vocabulary.ts'
export * from './words.ts'
export { suggestJoinKeys, suggestLevels, type SuggestTable } from './suggest.ts'
export { policyRoutes } from './routes.ts'
export {
  checkColumns,
  checkConstraints,
  checkFloors,
  checkPolicy,
  checkRules,
  constraintError,
  levelOf,
  type ProductColumns,
} from './rules.ts'
export { listOffers, offerById } from './store.ts'
export { policyMigrations } from './tables.ts'
