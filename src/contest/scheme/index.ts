export {
  changeScheme,
  closeContest,
  createContest,
  extendDeadline,
  publishContest,
} from './actions.ts'
export { divisionOf, mustBeOpen, type Opening, openingAt, roundBefore, roundOf } from './clock.ts'
export { aboutExample, EXAMPLE_NAMES, type ExampleName, exampleScheme } from './examples.ts'
export * from './model.ts'
export { type Stage, stagesOf } from './moments.ts'
export { type Lack, lacksOf } from './publish-rules.ts'
export { announcedContest, contestByCode, contestById, contestOf, mustOrganise } from './store.ts'
export { briefOf, readableContest } from './views.ts'
export { schemeRoutes } from './routes.ts'
export { schemeMigrations } from './tables.ts'
