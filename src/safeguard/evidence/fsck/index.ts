export { fsck } from './fsck.ts'
export { repairEvidence, type RepairReport } from './repair.ts'
export type { FsckReport, Problem } from './report.ts'
