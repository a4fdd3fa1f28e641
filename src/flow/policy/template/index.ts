export * from './model.ts'
export { applyTemplate } from './apply.ts'
export { withParts } from './merge.ts'
export { POLICY_TEMPLATES, TEMPLATES_VERSION } from './data.ts'
