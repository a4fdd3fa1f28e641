export { international } from './international.ts'
export { keyFolder, signingKey } from './keys.ts'
export type { SignatureScheme, Suite } from './suite.ts'
