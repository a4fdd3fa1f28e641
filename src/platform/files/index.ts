export { syncPath, writeDurably } from './durable.ts'
export { readZipDirectory, type ZipEntry, zipDataStart } from './zip.ts'
