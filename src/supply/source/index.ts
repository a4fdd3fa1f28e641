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
export { sourceRoutes } from './routes.ts'
export { sweepOrphans } from './sweep.ts'
