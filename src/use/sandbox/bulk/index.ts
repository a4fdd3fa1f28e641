import './tables.ts'

export { bulkClose, bulkOpen } from './actions.ts'
export { bulkRoutes } from './routes.ts'
export { type BulkWork, registerBulk } from './run.ts'
export { bulkMigrations } from './tables.ts'
