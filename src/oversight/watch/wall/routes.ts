import { type App, eventStream, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { type Access, READERS } from '../access.ts'
import { listAlerts } from '../alerts/store.ts'
import { WallView } from '../model.ts'
import type { Watch } from '../watch.ts'
import { createWall } from './ticker.ts'

const tag = 'watch'

/** The wall display, asked for or live. */
export function wallRoutes(app: App, core: Core, watch: Watch, { mayLook }: Access): void {
  const wall = createWall(core, watch)
  app.addHook('onClose', () => wall.stop())
  route(app, {
    method: 'GET',
    url: '/watch/wall',
    access: READERS,
    summary: 'One picture of now: seats, load, flows, alerts, airlock, evidence, who is on duty',
    tag,
    response: WallView,
    handler: async ({ actor }) => {
      await mayLook(actor)
      return wall.now()
    },
  })
  const streams = new Set<(caseId: string) => void>()
  const tell = ({ caseId }: { caseId: string }) => {
    for (const send of streams) send(caseId)
  }
  core.events.on('watch.alert', tell)
  core.events.on('watch.blocked', tell)
  core.events.on('watch.case_changed', tell)
  route(app, {
    method: 'GET',
    url: '/watch/events',
    access: READERS,
    summary: 'Alerts as they are raised and the wall every two seconds, as server-sent events',
    tag,
    handler: async ({ actor, reply }) => {
      await mayLook(actor)
      const stream = eventStream(reply, () => {
        streams.delete(send)
        silence()
      })
      const send = (caseId: string) => {
        listAlerts(core, { caseIds: [caseId], offset: 0, limit: 1 })
          .then(({ items }) => items.forEach((alert) => stream.send('alert', alert)))
          .catch((error: unknown) => core.log.warn({ err: error }, 'an alert was not shown'))
      }
      streams.add(send)
      const silence = wall.listen((view) => stream.send('wall', view))
    },
  })
}
