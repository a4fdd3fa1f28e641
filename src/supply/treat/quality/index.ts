import './tables.ts'

export { checkAfterLanding } from './automatic.ts'
export { checkTables } from './check.ts'
export { grantReference, withdrawReference } from './grants.ts'
export { registerQualityJob } from './job.ts'
export { shippedPack } from './library.ts'
export { maskCell } from './mask.ts'
export { migrations as qualityMigrations } from './migrations.ts'
export {
  type BoundTable,
  Check,
  type CheckedTables,
  type CheckInput,
  type CheckStep,
  Expr,
  QUALITY_CLASSES,
  type QualityClass,
  Rule,
  type RuleCount,
  RulePack,
} from './model.ts'
export { addRule, currentPack, loadRulePack, packFor, retireRule } from './packs.ts'
export { quarantineOf } from './quarantine.ts'
export { checkReport, qualityOf } from './report.ts'
export { qualityRoutes } from './routes.ts'
export type { NewTreatment, RunTable, RunView } from './run-model.ts'
export { type RepairedCount, recordRepaired, runQuality } from './runs.ts'
export { boundVersions, type TreatmentFacts, treatmentFacts } from './store.ts'
export { sweepFindings } from './sweep.ts'
export { changeTreatment, createTreatment } from './treatments.ts'
export { suggestBindings } from './views.ts'
