export { guomi } from './guomi.ts'
