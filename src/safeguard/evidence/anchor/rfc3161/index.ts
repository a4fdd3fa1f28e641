export { readPem } from './chain.ts'
export { rfc3161, type Rfc3161Options } from './driver.ts'
export { type Stamp, verifyStamp } from './verify.ts'
