import './tables.ts'

export {
  askCheckIn,
  bindSeat,
  checkIn,
  checkOut,
  logPatrol,
  registerTerminal,
  retireTerminal,
  unbindSeat,
} from './actions.ts'
export { isNetwork, isWithin } from './networks.ts'
export { venueRoutes } from './routes.ts'
export { isAt, type Place, refusalOf, type Standing } from './rules.ts'
export { boundSeats, listAttendance, listPatrols, listTerminals } from './store.ts'
export { venueMigrations } from './tables.ts'
export { mayEnter } from './venue.ts'
