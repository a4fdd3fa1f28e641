export {
  chosen,
  type Chosen,
  rank,
  type Ranked,
  type RankInput,
  type Ranking,
  type RankSheet,
  type RankWork,
} from './rank/index.ts'
export { judgingDestroyers } from './destroy.ts'
export { judgingRoutes } from './routes.ts'
export { goesOn, rankingOf, shortlisted } from './store.ts'
export { judgingMigrations } from './tables.ts'
