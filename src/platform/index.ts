export * from './config/index.ts'
export * from './doctor/index.ts'
export * from './home/index.ts'
export {
  createJobs,
  type JobContext,
  type JobHandler,
  type Jobs,
  type JobView,
  migrations as jobMigrations,
} from './jobs/index.ts'
export { createLogger, redact, redactText } from './logs.ts'
export { createMetrics, type Metrics } from './metrics.ts'
export type { Platform } from './platform.ts'
export * from './postgres/index.ts'
export { createShutdown, type Shutdown } from './shutdown.ts'
