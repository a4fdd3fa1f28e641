export type { HomeNumber, HomeView } from './model.ts'
export { homeRoutes } from './routes.ts'
