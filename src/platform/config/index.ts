export { type Leaf, leaves, type Section, sections } from './leaves.ts'
export {
  configFile,
  defaultConfigText,
  type Environment,
  homeOf,
  loadConfig,
  writeDefaultConfig,
} from './load.ts'
export { editDistance, nearest } from './nearest.ts'
export { Config } from './settings.ts'
