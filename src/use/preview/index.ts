import './tables.ts'

export { makePreview, PREVIEW_TITLE } from './actions.ts'
export * from './model.ts'
export { questionsOf } from './questions.ts'
export { previewRoutes } from './routes.ts'
export { drawPreview, type Released } from './rules.ts'
export { listPreviews, previewOf } from './store.ts'
export { previewMigrations } from './tables.ts'
