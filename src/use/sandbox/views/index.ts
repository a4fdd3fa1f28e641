import './tables.ts'

export { CELL_MOST_ROWS, PICTURE_MOST_BYTES, PICTURE_ROW_BYTES, ROW_BYTES, Watermark } from './model.ts'
export { costOf, costOfAll, firstOf, fit, textCost } from './rules.ts'
export { viewMigrations } from './tables.ts'
export { addViewed, viewedOf } from './ledger.ts'
export { createViews, type ViewLease, type Views } from './views.ts'
