export { inspectFile } from './inspect.ts'
export * from './model.ts'
export { type FileRule, FILE_RULES, type RuleId } from './rules/catalog.ts'
