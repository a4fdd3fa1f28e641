export { historyFile, readHistory } from './history.ts'
export { rotateLogKey, type Rotation } from './action.ts'
export { keyRoutes } from './routes.ts'
