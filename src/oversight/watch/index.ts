import './tables.ts'

export type { WatchPorts } from './blocks/ports.ts'
export * from './model.ts'
export { watchRoutes } from './routes.ts'
export { watchMigrations } from './tables.ts'
export type { WatchNumbers } from './wall/model.ts'
export { createWatch, type Watch } from './watch.ts'
