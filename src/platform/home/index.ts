export { type HomeLock, holdsHome, lockHome } from './lock.ts'
export { processStart } from './process.ts'
