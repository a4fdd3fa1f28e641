import './tables.ts'

export { addDictionaryVersion, decideElement, loadStandard } from './actions.ts'
export {
  elements,
  findNationalTable,
  nationalTable,
  nationalTables,
  shippedDictionaries,
  shippedDictionary,
} from './library.ts'
export { migrations as standardMigrations } from './migrations.ts'
export {
  Dictionary,
  DictionaryCode,
  type ElementType,
  type ElementUse,
  type NationalColumn,
  type NationalTable,
} from './model.ts'
export { codeWords } from './rules.ts'
export { dictionaries, dictionary, dictionaryVersion } from './store.ts'
export { standardRoutes } from './routes.ts'
