import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { type App, eventStream, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { originOf, problemOf } from '../../run/index.ts'
import { NewSeat, SeatState, SeatTableView, SeatView } from '../model.ts'
import type { SeatHouse } from './create.ts'
import { looksOn, ownSeat } from './store.ts'

const MEMBERS = ['developer'] as const
const READERS = ['developer', 'data_officer', 'duty_officer', 'auditor', 'security_officer'] as const
const GUARDS = ['duty_officer', 'data_officer', 'security_officer'] as const
const tag = 'seats'
const Reason = z.strictObject({ reason: z.string().trim().min(2).max(500) })
const Closed = z.object({ seat: SeatView, leaf: z.int() })

/** A seat that waits for a place or its tables is no failure of who asks: the answer says that it waits. */
const WAITS: readonly string[] = ['SEAT_WAITING', 'SEAT_PREPARING']

export function seatRoutes(app: App, core: Core, seats: SeatHouse): void {
  route(app, {
    method: 'GET',
    url: '/seats',
    access: READERS,
    summary: 'Seats of the own body; all for officers of the operator',
    tag,
    query: Page.extend({ projectId: z.uuid().optional(), state: SeatState.optional() }),
    response: listOf(SeatView),
    handler: ({ actor, query }) => seats.list(actor, query),
  })
  route(app, {
    method: 'POST',
    url: '/seats',
    access: MEMBERS,
    summary: 'Open a seat of an own project: granted, started and entered; or in the queue for a place',
    tag,
    body: NewSeat,
    response: SeatView,
    handler: async ({ actor, body, request }) => {
      const id = await seats.make(actor, body.projectId, body.name)
      await unlessItWaits(seats.enter(actor, id, originOf(core, request)))
      return seats.view(actor, id)
    },
  })
  route(app, {
    method: 'GET',
    url: '/seats/:id',
    access: READERS,
    summary: 'One seat: its state, limits and use',
    tag,
    params: Id,
    response: SeatView,
    handler: ({ actor, params }) => seats.view(actor, params.id),
  })
  memberRoutes(app, core, seats)
  guardRoutes(app, core, seats)
  eventRoute(app, core, seats)
}

function memberRoutes(app: App, core: Core, seats: SeatHouse): void {
  for (const [word, summary] of [
    ['enter', 'Enter a seat of the own body; a sleeping one wakes'],
    ['wake', 'The same as entering'],
  ] as const)
    route(app, {
      method: 'POST',
      url: `/seats/:id/${word}`,
      access: MEMBERS,
      summary,
      tag,
      params: Id,
      response: SeatView,
      handler: async ({ actor, params, request }) => {
        await unlessItWaits(seats.enter(actor, params.id, originOf(core, request)))
        return seats.view(actor, params.id)
      },
    })
  const plain = {
    leave: ['Leave a seat; it goes on as long as work goes on', (actor, id) => seats.leave(actor, id)],
    sleep: ['Put a seat to sleep: files are kept, variables are gone', (actor, id) => seats.sleep(actor, id)],
  } as const satisfies Record<string, readonly [string, (actor: UserActor, id: string) => Promise<void>]>
  for (const [word, [summary, work]] of Object.entries(plain))
    route(app, {
      method: 'POST',
      url: `/seats/:id/${word}`,
      access: MEMBERS,
      summary,
      tag,
      params: Id,
      response: SeatView,
      handler: async ({ actor, params }) => {
        await work(actor, params.id)
        return seats.view(actor, params.id)
      },
    })
  route(app, {
    method: 'POST',
    url: '/seats/:id/close',
    access: MEMBERS,
    summary: 'Close a seat for good: its files are destroyed, with a proof',
    tag,
    params: Id,
    body: Reason.partial(),
    response: Closed,
    handler: async ({ actor, params, body }) => {
      const leaf = await seats.close(actor, params.id, body.reason ?? 'closed by a member')
      return { seat: await seats.view(actor, params.id), leaf }
    },
  })
  route(app, {
    method: 'GET',
    url: '/seats/:id/tables',
    access: MEMBERS,
    summary: 'Tables and columns that the seat shows: of the project, and what the team brought',
    tag,
    params: Id,
    response: listOf(SeatTableView),
    handler: async ({ actor, params }) => {
      const items = await seats.tables(actor, params.id)
      return { items, total: items.length }
    },
  })
}

function guardRoutes(app: App, core: Core, seats: SeatHouse): void {
  /** The operator's officers; a data officer of a team has no such door. */
  const mustGuard = async (actor: UserActor) => {
    if (!(await looksOn(core, actor))) throw new XinyuError('SEAT_NOT_OPERATOR')
  }
  route(app, {
    method: 'POST',
    url: '/seats/:id/block',
    access: GUARDS,
    summary: 'Block a seat at once: whatever runs is stopped, its files are kept',
    tag,
    params: Id,
    body: Reason,
    response: SeatView,
    handler: async ({ actor, params, body }) => {
      await mustGuard(actor)
      const why = problemOf(new XinyuError('SEAT_BLOCKED'))
      await seats.block(params.id, { ...why, detail: { reason: body.reason } }, actor)
      return seats.view(actor, params.id)
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/unblock',
    access: GUARDS,
    summary: 'Let a blocked seat go on: it is asleep until somebody enters',
    tag,
    params: Id,
    body: Reason.partial(),
    response: SeatView,
    handler: async ({ actor, params }) => {
      await mustGuard(actor)
      await seats.unblock(params.id, actor)
      return seats.view(actor, params.id)
    },
  })
}

function eventRoute(app: App, core: Core, seats: SeatHouse): void {
  route(app, {
    method: 'GET',
    url: '/seats/:id/events',
    access: MEMBERS,
    summary: 'What happens in a seat of the own body, as a stream: state, cells, outputs, jobs, who is there',
    tag,
    params: Id,
    handler: async ({ actor, params, request, reply }) => {
      await ownSeat(core, actor, params.id)
      await seats.mayLook(actor, params.id, originOf(core, request))
      const stops: (() => void)[] = []
      const stream = eventStream(reply, () => stops.splice(0).forEach((stop) => stop()))
      stops.push(seats.bus.listen(params.id, (event, data) => stream.send(event, data)))
      stops.push(seats.house.presence.hold(params.id, actor.userId))
      // Who may not be here any more sees nothing more.
      stops.push(seats.onPutOut(params.id, actor.userId, () => stream.end()))
      stream.send('seat', (await seats.view(actor, params.id)) as unknown as Json)
    },
  })
}

async function unlessItWaits(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!isXinyuError(error) || !WAITS.includes(error.code)) throw error
  }
}
