export { recordWitnessTrouble } from './actions.ts'
export {
  createWitnessKeeper,
  type WitnessKeeper,
  type WitnessOverview,
  type WitnessTrouble,
} from './keeper.ts'
export { checkpointMigrations } from './tables.ts'
export { witnessRoutes } from './routes.ts'
