export { pushDriver } from './driver.ts'
export { pushRoutes } from './routes.ts'
export { pushMigrations } from './tables.ts'
