export {
  buildEnrolmentIndex,
  dropUnusedIndex,
  enrolmentIndexed,
  indexForContract,
  registerEnrolmentJob,
} from './enrolment-index.ts'
export * from './model.ts'
export { inlineRoutes } from './routes.ts'
export { inlineMigrations } from './tables.ts'
export { verifyEnrolment } from './verify.ts'
