import './tables.ts'

export { addScheme, confirmGrades, decideImportance } from './actions.ts'
export { isIdNumber, sensitiveRange } from './detect.ts'
export { legalRoutes, stateLegal } from './legal.ts'
export { lookAt, registerGradeJob, requestLook } from './look.ts'
export {
  type ColumnRole,
  type ColumnUse,
  ConfirmGrades,
  DecideImportance,
  GradeScheme,
  GradingView,
} from './model.ts'
export { gradeRoutes } from './routes.ts'
export { type Floor, type Threshold, UNGRADED } from './rules.ts'
export { SHIPPED as SHIPPED_SCHEMES } from './schemes.ts'
export {
  floorsOf,
  gradesOf,
  gradingView,
  offerFloor,
  ownDataset,
  rolesOf,
  schemesOf,
  thresholdOf,
} from './store.ts'
export { type ColumnCounts, suggestGrade } from './suggest.ts'
export { gradeMigrations } from './tables.ts'
export { SENSITIVE_DIAGNOSES } from './words.ts'
