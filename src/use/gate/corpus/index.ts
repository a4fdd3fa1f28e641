import { GROUPS } from './kept/groups.ts'
import { SINGLE } from './kept/single.ts'
import type { Kept, Refused, Useful } from './model.ts'
import { CLAUSES } from './refused/clauses.ts'
import { EXTREMES } from './refused/extremes.ts'
import { GRID } from './refused/grid.ts'
import { HIDDEN } from './refused/hidden.ts'
import { IDENTITY } from './refused/identity.ts'
import { JOINS } from './refused/joins.ts'
import { MEASURE } from './refused/measure.ts'
import { NAMES } from './refused/names.ts'
import { ORACLES } from './refused/oracles.ts'
import { SOURCES } from './refused/sources.ts'
import { STAR } from './refused/star.ts'
import { STATEMENTS } from './refused/statements.ts'
import { SUBQUERIES } from './refused/subqueries.ts'
import { CARE } from './useful/care.ts'
import { COSTS } from './useful/costs.ts'
import { PERSONS } from './useful/persons.ts'
import { RATES } from './useful/rates.ts'
import { SYNPUF_CLAIMS } from './useful/synpuf-claims.ts'
import { SYNPUF_DRUGS } from './useful/synpuf-drugs.ts'
import { SYNPUF_MEMBERS } from './useful/synpuf-members.ts'

export { CLAIMS, CLAIMS_JOINS } from './claims.ts'
export { contractOf } from './contract.ts'
export { WARD, WARD_JOINS, WARD_ROWS } from './ward.ts'

/** Refused texts by class of attack. */
export const REFUSED: Readonly<Record<string, readonly Refused[]>> = {
  'hidden columns': HIDDEN,
  'the identity of persons': IDENTITY,
  'measures of one row': MEASURE,
  'extremes and raw values': EXTREMES,
  'comparisons finer than the grid': GRID,
  'sources that are no tables of the contract': SOURCES,
  'statements other than one SELECT': STATEMENTS,
  subqueries: SUBQUERIES,
  'oracles of a row': ORACLES,
  'joins that the contract does not declare': JOINS,
  'stars and bare rows': STAR,
  'internal names and tricks with the text': NAMES,
  'clauses that the language does not have': CLAUSES,
}

/** Texts over the ward that are answered without telling. */
export const KEPT: Readonly<Record<string, readonly Kept[]>> = {
  'statistics of one person or nobody': SINGLE,
  'groups below k': GROUPS,
}

/** Questions over the demo's tables, and over DE-SynPUF. */
export const USEFUL: Readonly<Record<'claims' | 'synpuf', readonly Useful[]>> = {
  claims: [...RATES, ...COSTS, ...CARE, ...PERSONS],
  synpuf: [...SYNPUF_MEMBERS, ...SYNPUF_CLAIMS, ...SYNPUF_DRUGS],
}
