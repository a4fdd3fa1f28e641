export { FileList, FileLook, PreflightAnswer } from './model.ts'
export { seatFileRoutes } from './routes.ts'
