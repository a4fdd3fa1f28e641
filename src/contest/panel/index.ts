export { declineAssignment } from './assigning/manual.ts'
export { runAssignment } from './assigning/run.ts'
export { prepareCopy } from './blind/actions.ts'
export { blindWork, openBlindFile } from './blind/give.ts'
export { registerPanelJobs } from './blind/job.ts'
export { findConflicts } from './conflict/find.ts'
export { makeDemoPanel } from './demo.ts'
export { panelDestroyers } from './destroy.ts'
export * from './model.ts'
export { setPanel } from './panelists.ts'
export { putExpert } from './pool/actions.ts'
export { panelRoutes } from './routes.ts'
export {
  type AssignmentFilter,
  assignmentById,
  assignmentsOf,
  conflictsOf,
  expertById,
  expertOfUser,
  expertsOfUser,
  panelistsOf,
  standingConflicts,
} from './store.ts'
export { panelMigrations } from './tables.ts'
