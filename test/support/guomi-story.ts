import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSpace, type OpenSpace } from '../../src/app.ts'
import { cast, type StoryCast } from '../../src/cli/story/cast.ts'
import { agree, publish } from '../../src/cli/story/contract.ts'
import { chooseQuery } from '../../src/cli/story/query.ts'
import { buildServer } from '../../src/serve.ts'
import { type FolderTable, importFolder } from '../../src/supply/source/index.ts'
import { type Client, demoClient } from './client.ts'
import { emptyDatabaseUrl } from './database.ts'

/** A space of one provider, one consumer and one table, with its door open. */
export interface SmallSpace {
  readonly opened: OpenSpace
  readonly home: string
  readonly folder: string
  readonly people: StoryCast
  readonly tables: readonly FolderTable[]
  readonly contractId: string
  readonly useful: string
  readonly officer: Client
  readonly analyst: Client
  /** Stops door and space: one process works with one suite at a time. */
  stop(): Promise<void>
  end(): Promise<void>
}

const PERSONS = 240
const LEVELS = ['一级', '二级', '三级'] as const

/** Three visits of each person; amounts in 元 with two digits. */
const claims = (): string =>
  [
    'psn_no,hosp_lv,gend,medfee_sumamt',
    ...Array.from({ length: PERSONS * 3 }, (_, at) => {
      const person = at % PERSONS
      return [
        `P${String(100_000 + person)}`,
        LEVELS[at % 3],
        person % 2 === 0 ? '1' : '2',
        (100 + ((at * 37) % 900)).toFixed(2),
      ].join()
    }),
    '',
  ].join('\n')

export const spaceAt = (home: string, url: string, create = false): Promise<OpenSpace> =>
  openSpace({
    home,
    ...(create ? { create: { nameZh: '国密空间', nameEn: 'Guomi space', demo: true } } : {}),
    env: { DATABASE_URL: url },
    settings: { logLevel: 'error', ratePerMinute: 1_000_000, secretRatePerMinute: 1_000_000 },
  })

export async function listening(opened: OpenSpace): Promise<{ origin: string; close(): Promise<void> }> {
  const app = await buildServer(opened)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => app.close() }
}

/** From an empty folder to a contract that both sides signed. */
export async function smallSpace(): Promise<SmallSpace> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-guomi-'))
  const home = join(folder, 'home')
  const from = join(folder, 'claims')
  const database = await emptyDatabaseUrl()
  const opened = await spaceAt(home, database.url, true)
  await mkdir(from)
  await writeFile(join(from, 'setl_d.csv'), claims())
  const people = await cast(opened.core)
  const insured = { table: 'setl_d', column: 'psn_no' }
  const tables = await importFolder(opened.core, people.officer, { dir: from, insured, onTable: () => {} })
  const { productId, offerId } = await publish(opened.core, people.officer, tables, 10)
  const contractId = await agree(opened.core, people, offerId)
  const useful = await chooseQuery(opened.core, productId, contractId, 'useful')
  const door = await listening(opened)
  let stopped: Promise<void> | null = null
  const stop = () => (stopped ??= door.close().then(() => opened.stop()))
  return {
    opened,
    home,
    folder,
    people,
    tables,
    contractId,
    useful,
    officer: await demoClient(door.origin, 'officer'),
    analyst: await demoClient(door.origin, 'analyst'),
    stop,
    async end() {
      await stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
