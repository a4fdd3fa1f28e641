export { spaceRoutes } from './routes.ts'
export { createSpace, markReady, type NewSpace, readSpace, type Space, spaceMigrations } from './space.ts'
