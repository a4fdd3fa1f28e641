export { createJobs, type JobsOptions } from './create.ts'
export type { JobContext, JobHandler, Jobs, JobView } from './jobs.ts'
export { migrations } from './migrations.ts'
