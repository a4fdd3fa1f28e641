import './tables.ts'

export { changeSaved, removeSaved, SAVED_MOST, saveQuery } from './actions.ts'
export * from './model.ts'
export { savedRoutes } from './routes.ts'
export { listSaved } from './store.ts'
export { savedMigrations } from './tables.ts'
