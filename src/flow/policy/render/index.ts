export { renderPolicy, type PolicyNames } from './render.ts'
export { sayConstraint } from './constraint.ts'
export { sayObligation, sayPermission, sayProhibition } from './rules.ts'
