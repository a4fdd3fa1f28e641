export * from './model.ts'
export { checkOutput } from './rules.ts'
export { Thresholds, THRESHOLDS } from './thresholds.ts'
