export { fsck } from './fsck.ts'
export type { FsckReport, Problem } from './report.ts'
