export { findBinaries } from './binaries.ts'
export { migrate } from './migrate.ts'
export { type Database, type DatabaseOptions, openDatabase } from './open.ts'
export type { Db, Migration, RoomMigrations, Tables, Tx } from './tables.ts'
