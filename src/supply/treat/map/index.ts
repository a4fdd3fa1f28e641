import './tables.ts'

export {
  type MappingRun,
  ownMapping,
  registerMapJob,
  requestMapping,
  runMapping,
  saveMapping,
} from './actions.ts'
export { migrations as mapMigrations } from './migrations.ts'
export { type MappingSpec, NewMapping } from './model.ts'
export { compileMapping } from './sql/mapping.ts'
export { adoptMappingSet, mappingSet, mappingSets } from './sets.ts'
export { mapRoutes } from './routes.ts'
export { type BoundDataset, boundDatasets, identityOf } from './bind.ts'
export { registerCompareJob } from './compare.ts'
