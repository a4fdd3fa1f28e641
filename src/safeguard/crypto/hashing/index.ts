/**
 * For child processes and threads that only hash: without keys and schemas, which take longer to load than a small
 * import takes.
 */
export { digestOf, suite } from '../in-force.ts'
export type { RunningHash } from '../suite.ts'
export {
  BLOCK_BYTES,
  ENGINE_FUNCTIONS,
  engineLacksHash,
  fingerprintSql,
  hashSql,
  type MacPads,
  macPads,
  macSql,
} from './sql.ts'
