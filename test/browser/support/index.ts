export { axeFindings, checkAxe } from './axe.ts'
export {
  choose,
  chromiumPath,
  launch,
  openReader,
  type Reader,
  settled,
  signInAs,
  signOut,
} from './browser.ts'
export { overflow, pick, type Portal, type Visitor, visitor, type Words, writeSql } from './portal.ts'
export { shot, shotFolder } from './shot.ts'
