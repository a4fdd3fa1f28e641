export { changeContract, endExpired, lockContract } from './actions.ts'
export { drawRun, giveBackRun, leaseRun } from './counters.ts'
export * from './model.ts'
export { approveRequest, makeRequest, rejectRequest, withdrawRequest } from './requests.ts'
export {
  contractsInForce,
  endProject,
  finishEndedProjects,
  ownProjectTables,
  prepareProjectTables,
  tidyProjectTables,
} from './projects.ts'
export { contractRoutes, visibleContract } from './routes.ts'
export { contractHash } from './rules.ts'
export { contractById, listContracts, listProjects, listRequests } from './store.ts'
export { contractMigrations } from './tables.ts'
