export { ipynbTooLarge, readIpynb } from './read.ts'
export { writeIpynb } from './write.ts'
