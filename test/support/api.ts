import { pino } from 'pino'
import type { UserActor } from '../../src/kernel/actor.ts'
import { type App, createServer } from '../../src/platform/http/index.ts'

/** A server with these routes alone and no limits in the way; `caller` says who asks next. */
export async function testApi(
  routes: (app: App) => void,
  caller: () => UserActor | null = () => null,
): Promise<App> {
  const app = await createServer({
    log: pino({ level: 'silent' }),
    version: '0',
    bodyLimitBytes: 1_000_000,
    ratePerMinute: 1_000_000,
    trustedProxies: [],
    authenticate: async () => caller(),
    isSameOrigin: () => true,
  })
  routes(app)
  await app.ready()
  return app
}
