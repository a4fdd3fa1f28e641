export { type Measures, measure } from './measure.ts'
export * from './problem.ts'
export { solve } from './solve.ts'
export { solveInThread } from './in-thread.ts'
