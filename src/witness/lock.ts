import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { WitnessError } from './model.ts'

/**
 * Holds a folder for this process alone: by a name that the kernel gives to one process and takes back when it dies.
 * Where there are no such names (not Linux) by a socket in the folder. Two machines on one network folder are not told
 * apart here; the journal notices a second writer (see `store.ts`).
 * @throws WitnessError LOCKED
 */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const id = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32)
  const path = process.platform === 'linux' ? `\0xinyu-witness-${id}` : join(folder, 'lock.sock')
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new WitnessError(
              'LOCKED',
              `另一个见证方进程正在使用目录 ${folder}。`,
              `Another witness is running on the folder ${folder}.`,
            )
          : error,
      ),
    )
    server.listen(path, resolve)
  })
  server.unref()
  return { release: () => new Promise((resolve) => server.close(() => resolve())) }
}
