import './tables.ts'

export * from './model.ts'
export { supervisorReads } from './reader.ts'
export { reportsDue } from './reports/actions.ts'
export { auditRoutes } from './routes.ts'
export { auditMigrations } from './tables.ts'
