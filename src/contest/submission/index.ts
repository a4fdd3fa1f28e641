import type { Core } from '../../safeguard/evidence/index.ts'
import { registerScan } from './files/scan.ts'
import { registerHints } from './hints/job.ts'

export { workDestroyers } from './destroy.ts'
export { openWorkFile } from './files/open.ts'
export type * from './model.ts'
export { submissionRoutes } from './routes.ts'
export { submittedWorks, workById, workFile } from './store.ts'
export { sweepUploads } from './sweep.ts'
export { submissionMigrations } from './tables.ts'

/** The long works of this room: the virus check, and the comparison of works. */
export function registerSubmissionJobs(core: Core): void {
  registerScan(core)
  registerHints(core)
}
