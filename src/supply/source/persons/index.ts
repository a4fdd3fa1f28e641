export { findPerson, type FoundPerson, type PersonQuery } from './find.ts'
export { type PersonKeys, personKeys } from './keys.ts'
export { batchesOf, indexAfterLanding, indexPersons, registerPersonsJob, requestIndex } from './make.ts'
export { personMigrations } from './tables.ts'
