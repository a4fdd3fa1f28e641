import './tables.ts'

export { askImport, changeImport } from './actions.ts'
export { destroyEndedImports } from './destroy.ts'
export { createOwn } from './own.ts'
export { importRoutes } from './routes.ts'
export { type Inspect, registerScan } from './scan.ts'
export { importMigrations } from './tables.ts'
