export { systemRoutes, type SystemFacts } from './routes.ts'
