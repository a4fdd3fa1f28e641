export { makeUscc } from './checks.ts'
export { type ColumnLevel, type DemoDataset, suggestedLevels } from './datasets.ts'
export { type DemoBody, type DemoPlan, type DemoUser, demoPlan } from './plan.ts'
export { BUREAU_TABLES, type BureauTable, OTHER_COLUMNS, type OtherTable, TABLE_COLUMNS } from './tables.ts'
export { columnTitles } from './titles.ts'
export {
  type DemoOptions,
  type DemoProgress,
  type DemoResult,
  generateDemo,
  MOST_PERSONS,
} from './generate.ts'
export { beginDemo, demoSpace, finishDemo, makeDemo, type Tell } from './make/index.ts'
export { demoInsured } from './make/insured.ts'
export { FIRST_QUERY } from './make/first-use.ts'
export { generateSettlements, type SettlementOptions } from './settlements.ts'
export type { Implied, PlantClass, Truth } from './plant/truth.ts'
