export * from './model.ts'
export { conflictsOf, type ConflictPolicy } from './rules.ts'
export { boundsOf, rulesOf, type PlacedConstraint, type PlacedRule } from './walk.ts'
