import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OpenSpace, openSpace } from '../../src/app.ts'
import { makeDemoContest } from '../../src/app/contest-demo.ts'
import { demoSpace, makeDemo } from '../../src/demo/index.ts'
import { buildServer } from '../../src/serve.ts'
import type { AddressInfo } from 'node:net'
import { inject } from 'vitest'
import type { Clock } from '../../src/kernel/clock.ts'
import { suite } from '../../src/safeguard/crypto/index.ts'
import type { NewSpace } from '../../src/safeguard/space/index.ts'
import { clonedDatabase } from './database.ts'

/** The fewest at which Shanghai has a person of each kind that the insured door knows. */
const PERSONS = 1100

export interface SmallDemo {
  readonly opened: OpenSpace
  readonly home: string
  /** Address of its database: for a server process of its own, once `opened` was stopped. */
  readonly url: string
  /** Where its server listens, once `serve` was called. */
  serve(): Promise<string>
  /** Stops the space and opens it again on the same database and folder; `opened` is the new one. */
  restart(): Promise<void>
  end(): Promise<void>
}

/**
 * The demo space with few persons, in this process, on a database of its own: the real thing, only small. Made once for
 * each size in a run, and copied with its data folder for everyone else. With a clock of its own it lives at other times;
 * its data folder lies below `parent`, `settings` go over those below.
 */
export async function smallDemo(
  persons = PERSONS,
  clock?: Clock,
  parent: string = tmpdir(),
  settings: object = {},
): Promise<SmallDemo> {
  // Made under one suite it is nothing under the other.
  const made = `demo_${persons}_${suite().name}`
  const template = join(inject('templateFolder'), made)
  const database = await clonedDatabase(made, (url) => make(template, url, persons))
  const home = await mkdtemp(join(parent, 'xinyu-demo-'))
  await cp(template, home, { recursive: true })
  let opened = await open(home, database.url, persons, { clock, settings })
  let close = async () => {}
  return {
    get opened() {
      return opened
    },
    home,
    url: database.url,
    async serve() {
      const app = await buildServer(opened)
      await app.listen({ host: '127.0.0.1', port: 0 })
      close = () => app.close()
      return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    },
    async restart() {
      await close()
      close = async () => {}
      await opened.stop()
      opened = await open(home, database.url, persons, { clock, settings })
    },
    async end() {
      await close()
      await opened.stop()
      await database.drop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function make(home: string, url: string, persons: number): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const opened = await open(home, url, persons, { create: demoSpace() })
  try {
    await makeDemo(opened.core, opened.runs, () => {})
    await makeDemoContest(opened.core)
  } finally {
    await opened.stop()
  }
}

interface Opening {
  readonly create?: NewSpace
  readonly clock?: Clock | undefined
  /** Over those of every small demo. */
  readonly settings?: object
}

const open = (
  home: string,
  url: string,
  persons: number,
  { create, clock, settings }: Opening,
): Promise<OpenSpace> =>
  openSpace({
    home,
    ...(create ? { create } : {}),
    ...(clock ? { clock } : {}),
    env: { DATABASE_URL: url },
    settings: {
      logLevel: 'error',
      ratePerMinute: 1_000_000,
      secretRatePerMinute: 1_000_000,
      demo: { persons, seed: 7 },
      ...settings,
    },
  })
