import './tables.ts'

export { createJobs, type SeatJobs } from './jobs.ts'
export { LogPage, NewJob } from './model.ts'
export { seatJobRoutes } from './routes.ts'
export { seatJobMigrations } from './tables.ts'
