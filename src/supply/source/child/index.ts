// The light door for modules that run in a child of the engine: the room's own would load the whole server with them.
export { type ChildTools, type Duck, openDuck } from './duck.ts'
export { hashFile, syncFile } from './durable.ts'
export { quoteName, quotePath, quoteText } from './sql.ts'
export { INSURED_COLUMN } from '../scan/header.ts'
