import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OpenSpace, openSpace } from '../../src/app.ts'
import { demoPlan } from '../../src/demo/index.ts'
import { seedDemo } from '../../src/safeguard/identity/index.ts'
import { buildServer } from '../../src/serve.ts'
import { type Client, demoClient } from './client.ts'
import { testDatabase } from './database.ts'
import { type SmallDemo, smallDemo } from './small-demo.ts'

/** Two systems on one machine, each with its own data folder and database. */
export interface TwoSystems {
  /** The platform, with a provider and its data. */
  readonly platform: { readonly opened: OpenSpace; readonly home: string; readonly url: string }
  /** The consumer's own system, without any data: its connector. */
  readonly consumer: { readonly opened: OpenSpace; readonly home: string; readonly url: string }
  end(): Promise<void>
}

/** The bodies that have a system of their own beside the platform. */
const BODIES = ['operator', 'team-a', 'nhsa-330000']

export async function twoSystems(persons?: number): Promise<TwoSystems> {
  const demo = await smallDemo(persons)
  const consumer = await consumerSystem().catch(async (error: unknown) => {
    await demo.end()
    throw error
  })
  return {
    platform: { opened: demo.opened, home: demo.home, url: await demo.serve() },
    consumer: { opened: consumer.opened, home: consumer.home, url: await consumer.serve() },
    async end() {
      await consumer.end()
      await demo.end()
    },
  }
}

async function consumerSystem(): Promise<Pick<SmallDemo, 'opened' | 'home' | 'serve' | 'end'>> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-connector-'))
  const database = await testDatabase()
  const opened = await openSpace({
    home,
    create: { nameZh: '「数愈」接入连接器', nameEn: 'Connector of team Shuyu', demo: true },
    env: { DATABASE_URL: database.url },
    settings: { logLevel: 'error', ratePerMinute: 1_000_000 },
  })
  const plan = demoPlan()
  await seedDemo(
    opened.core,
    plan.bodies
      .filter((body) => BODIES.includes(body.code))
      .map(({ code, nameZh, nameEn, uscc, roles }) => ({
        key: code,
        nameZh,
        nameEn,
        uscc,
        roles: [...roles],
        regionCode: uscc.slice(2, 8),
      })),
    plan.users
      .filter((user) => BODIES.includes(user.body))
      .map(({ body, login, displayNameZh, roles }) => ({ body, login, displayName: displayNameZh, roles })),
  )
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

/**
 * Connects a body of the consumer's system with the platform, as its officers would: registered there, admitted by the
 * platform's security officer, and the platform's fingerprint confirmed here. Returns the peer's id.
 */
export async function connect(systems: TwoSystems, login = 'team-a-lead'): Promise<string> {
  const { platform, consumer } = systems
  const here = await demoClient(consumer.url, login)
  const there = await demoClient(platform.url, login)
  const security = await demoClient(platform.url, 'secofficer')
  const own = await here.get<{ connectorId: string; publicKey: string; logVkey: string }>('/connector/own')
  const { connectorId: id, publicKey, logVkey } = own
  await there.post('/connectors', { id, url: consumer.url, publicKey, logVkey })
  await security.post(`/connectors/${id}/state`, { change: 'admit' })
  const card = await there.get<{ fingerprint: string }>('/tc609/identity')
  const peer = await here.post<{ id: string }>('/peers', { url: platform.url })
  await here.post(`/peers/${peer.id}/confirm`, { fingerprint: card.fingerprint })
  return peer.id
}

/** Asks again until it holds: messages between systems take a moment. */
export async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean, ms = 20_000): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const value = await ask()
    if (holds(value)) return value
    if (Date.now() > end) throw new Error(`still not so: ${JSON.stringify(value).slice(0, 2000)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export type { Client }
