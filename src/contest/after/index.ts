import './events.ts'

export { publicResults } from './public.ts'
export { afterTick, registerAfterJobs } from './room.ts'
export { afterRoutes } from './routes.ts'
export { afterMigrations } from './migrations.ts'
