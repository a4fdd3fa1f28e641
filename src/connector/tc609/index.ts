import './tables.ts'

export { startTc609 } from './clockwork.ts'
export { ANSWERS, type Interface, REQUESTS, STATUS_CODES } from './fields.ts'
export { RETURN_CODES, returnCodeOf } from './codes.ts'
export { readMessage, writeMessage } from './reading.ts'
export { portalRoutes as connectorRoutes } from './routes/portal.ts'
export { wireRoutes as tc609Routes } from './routes/wire.ts'
export { tc609Migrations } from './tables.ts'
