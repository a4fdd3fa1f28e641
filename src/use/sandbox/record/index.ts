import './tables.ts'

export { type Happened, RECORDED_TEXT_MOST, RecordingPage } from './model.ts'
export { createRecording, type Recording } from './recording.ts'
export { recordRoutes } from './routes.ts'
export { recordMigrations } from './tables.ts'
