export { acceptLink, declineLink, makeLink, offerLink } from './actions.ts'
export {
  authorityHolds,
  coveringAuthority,
  type Covering,
  type CoveringInput,
  type Holding,
} from './covering.ts'
export { addDocument } from './documents.ts'
export * from './model.ts'
export { authorityRoutes } from './routes.ts'
export { setRule } from './settings.ts'
export { authorityMigrations } from './tables.ts'
export { expireAuthorities, withdrawLink } from './withdraw.ts'
