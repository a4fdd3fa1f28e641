export { densityRoutes } from './routes.ts'
