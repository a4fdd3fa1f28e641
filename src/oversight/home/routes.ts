import { type App, eventStream, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { HomeView } from './model.ts'
import { evidenceHead, homeView } from './store.ts'

const HEAD_EVERY_MS = 2_000

/** What a user sees first. */
export function homeRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/home',
    access: 'signed-in',
    summary: 'Numbers of the role, what waits, what moved, the flow, the head of the evidence log',
    tag: 'home',
    response: HomeView,
    handler: ({ actor }) => homeView(core, actor),
  })
  route(app, {
    method: 'GET',
    url: '/home/events',
    access: 'signed-in',
    summary: 'The head of the evidence log, live',
    tag: 'home',
    handler: async ({ reply }) => {
      let size = -1
      const tick = setInterval(() => send(), HEAD_EVERY_MS)
      const stream = eventStream(reply, () => clearInterval(tick))
      const send = () => {
        const head = evidenceHead(core)
        if (head.size !== size) stream.send('head', { ...head })
        size = head.size
      }
      send()
    },
  })
}
