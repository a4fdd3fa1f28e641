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
export { aboutDataset, DatasetAbout } from './about.ts'
export { importDcat, type DcatImport } from './dcat/actions.ts'
export { DcatEntry } from './dcat/model.ts'
export { Entry, EntryChange, RHYTHMS, THEMES } from './entry.ts'
export type {
  CatalogExtras,
  ColumnKnowledge,
  GradeSummary,
  QualitySummary,
  UsageSummary,
} from './extras.ts'
export { LineageEdge, LineageGraph, LineageNode } from './lineage/model.ts'
export { lineageOf } from './lineage/store.ts'
export { Assessment, legalMigrations, legalOf, LegalState, ProductLegal } from './legal.ts'
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
  Origin,
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
export { previewOf, PreviewView } from './preview/store.ts'
export { mayWrite } from './rules.ts'
export { SearchAnswer, SearchHit, type SearchInput, SearchQuery } from './search/model.ts'
export { completeCatalog, rebuildCatalog, refreshMeasures } from './search/rebuild.ts'
export { searchCatalog } from './search/store.ts'
export {
  datasetByCode,
  datasetById,
  datasetView,
  existingVersions,
  listDatasets,
  listZones,
  mayReadDataset,
  versionByImport,
  versionById,
  versionView,
} from './store.ts'
export { addZoneMember, changeZone, moveDataset, removeZoneMember } from './zones/actions.ts'
export { NewZoneMember, ZoneChange, ZoneMember, ZoneRole, ZoneRules, ZoneView } from './zones/model.ts'
export { checkZoneTerms, productRules, zoneRules, zoneView } from './zones/store.ts'
