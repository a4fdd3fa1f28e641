import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OpenSpace, openSpace } from '../../src/app.ts'
import { demoSpace, makeDemo } from '../../src/demo/index.ts'
import { buildServer } from '../../src/serve.ts'
import type { AddressInfo } from 'node:net'
import { testDatabase } from './database.ts'

export interface SmallDemo {
  readonly opened: OpenSpace
  readonly home: string
  /** Where its server listens, once `serve` was called. */
  serve(): Promise<string>
  end(): Promise<void>
}

/** The demo space with few persons, in this process, on a database of its own: the real thing, only small. */
export async function smallDemo(persons = 1500): Promise<SmallDemo> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-demo-'))
  const database = await testDatabase()
  const opened = await openSpace({
    home,
    create: demoSpace(),
    env: { DATABASE_URL: database.url },
    settings: { logLevel: 'error', ratePerMinute: 1_000_000, demo: { persons, seed: 7 } },
  })
  await makeDemo(opened.core, opened.runs, () => {})
  let close = async () => {}
  return {
    opened,
    home,
    async serve() {
      const app = await buildServer(opened)
      await app.listen({ host: '127.0.0.1', port: 0 })
      close = () => app.close()
      return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    },
    async end() {
      await close()
      await opened.stop()
      await database.drop()
      await rm(home, { recursive: true, force: true })
    },
  }
}
