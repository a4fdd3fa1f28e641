export { contentHash, type ContentSums, CONTENT_SUMS, ROW_HASH, rowHash } from './child/content.ts'
export { type ChildTools, type Duck, type DuckOptions, openDuck, tellProgress } from './child/duck.ts'
export { hashFile, syncFile } from './child/durable.ts'
export { type Profiled, profileOf } from './child/profile.ts'
export { quoteName, quotePath, quoteText } from './child/sql.ts'
export { type DerivedWork, type LandDerived, landDerived } from './derived.ts'
export { Reading } from './files/model.ts'
export { type FolderImport, type FolderTable, importFolder } from './folder.ts'
export {
  type Imported,
  type ImportOptions,
  importVersion,
  importVersions,
  type ImportWork,
} from './import.ts'
export { ImportRequest, registerImportJob, requestImport } from './job.ts'
export { migrations as sourceMigrations } from './migrations.ts'
export { type KeysWork, numberKeys } from './number-keys.ts'
export {
  batchesOf,
  findPerson,
  type FoundPerson,
  indexAfterLanding,
  indexPersons,
  personKeys,
  type PersonKeys,
  personMigrations,
  type PersonQuery,
  registerPersonsJob,
  requestIndex,
} from './persons/index.ts'
export { stagingFolder, versionFolder } from './places.ts'
export { datasetReading, setDatasetReading } from './reading.ts'
export { sourceRoutes } from './routes.ts'
export { INSURED_COLUMN } from './scan/header.ts'
export { sweepOrphans } from './sweep.ts'
