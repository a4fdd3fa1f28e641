export { keyMigrations } from './migrations.ts'
export { finishReplacements } from './replace.ts'
export { keyRingRoutes } from './routes.ts'
export type * from './tables.ts'
