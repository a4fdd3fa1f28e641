export { makeDemoEntries } from './demo.ts'
export { entryDestroyers } from './destroyers.ts'
export { tidyEntrantDoor } from './door/brake.ts'
export { createEntrantDoor } from './door/door.ts'
export type { Body, Member, Team } from './model.ts'
export { csvText, readCsv } from './organise/csv.ts'
export { normalizePhone, Phone, TEAM_STATES, TeamState } from './model.ts'
export { maskName, maskPhone } from './people/masks.ts'
export { demoRealName } from './people/real-name.ts'
export { entryRoutes } from './routes.ts'
export {
  bodiesOf,
  membersOf,
  mustBeCaptain,
  mustBeMember,
  teamById,
  teamOfEntrant,
  teamsIn,
  teamsOfEntrant,
} from './store.ts'
export { entryMigrations } from './tables.ts'
