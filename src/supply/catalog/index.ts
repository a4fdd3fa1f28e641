import './tables.ts'

export {
  createProduct,
  createZone,
  landVersion,
  publishProduct,
  registerDataset,
  updateDatasetText,
  withdrawProduct,
} from './actions.ts'
export { migrations as catalogMigrations } from './migrations.ts'
export {
  type ColumnView,
  type DatasetBrief,
  DatasetText,
  type DatasetView,
  type Landing,
  NewDataset,
  NewProduct,
  NewZone,
  type Product,
  type ProductColumn,
  type ProductTable,
  type ProductView,
  SqlName,
  type StoredColumn,
  VersionBrief,
  VersionView,
  type Zone,
} from './model.ts'
export { listProducts, productById, productsByIds, productView, tablesOf } from './products.ts'
export { catalogRoutes } from './routes.ts'
export { mayWrite } from './rules.ts'
export {
  datasetByCode,
  datasetById,
  datasetView,
  existingVersions,
  listDatasets,
  listZones,
  versionByImport,
  versionById,
  versionView,
} from './store.ts'
