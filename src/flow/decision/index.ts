export * from './model.ts'
export { decide, type DecisionFacts } from './rules.ts'
