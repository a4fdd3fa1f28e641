export { syncPath, writeDurably } from './durable.ts'
