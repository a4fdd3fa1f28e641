export type * from './driver.ts'
export { createLocalDriver, type LocalOptions } from './local.ts'
