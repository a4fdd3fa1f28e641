export {
  type BuildOptions,
  buildIndex,
  contractIndexed,
  dropUnusedIndex,
  indexForContract,
  registerVerifyJob,
} from './facts/index.ts'
export { VERIFY_KINDS, type VerifyAnswer, type VerifyKind } from './kinds/model.ts'
export { verifyKind } from './kinds/verify.ts'
export * from './model.ts'
export { inlineRoutes } from './routes.ts'
export { inlineMigrations } from './tables.ts'
export { verifyEnrolment } from './verify.ts'
