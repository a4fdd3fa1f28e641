export * from './model.ts'
export { checkTable } from './rules.ts'
