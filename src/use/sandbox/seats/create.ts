import { availableParallelism } from 'node:os'
import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { type Origin, problemOf } from '../../run/index.ts'
import { createFairQueue } from '../queue/fair.ts'
import { contractsInForce } from '../../../flow/contract/index.ts'
import type { SeatTable } from '../tables/dictionary.ts'
import { createTables } from '../tables/ensure.ts'
import { sweepTables } from '../tables/sweep.ts'
import { changeSeat, endGrants, makeSeat } from './actions.ts'
import { createSeatBus } from './bus.ts'
import { createContracts } from './contracts.ts'
import { createCulling, LOOK_MS } from './culling.ts'
import { type Awake, createSlots, createTurns, type House, isAwake } from './house.ts'
import { mustBeIsolated } from './isolated.ts'
import type { Seats } from './live.ts'
import { mustHaveCpu } from './opening.ts'
import { createPresence } from './presence.ts'
import { createStarting, mustBeUsable } from './starting.ts'
import { knownSeat, openProject, ownSeat, type SeatRow, seatRows } from './store.ts'
import { createStopping, whenOf } from './stopping.ts'
import { seatViews } from './views.ts'

type Given = Pick<House, 'core' | 'runs' | 'driver' | 'demo' | 'ports' | 'ownOf' | 'packagesOf'>
export type SeatHouse = ReturnType<typeof createSeats>

/** All seats of a space: the one keeper of what is awake. */
export function createSeats(given: Given) {
  const { core, ports } = given
  const settings = core.config.sandbox
  const cores = availableParallelism()
  const bus = createSeatBus()
  const house: House = {
    ...given,
    bus,
    presence: createPresence(() => core.clock.now()),
    awake: new Map(),
    slots: createSlots(settings.maxLive),
    queues: {
      cell: createFairQueue(settings.cellSlots || cores * 2),
      job: createFairQueue(settings.jobSlots || Math.max(1, Math.floor(cores / 2))),
    },
    inTurn: createTurns(),
    tablesOf: createTables(core),
    changed(row) {
      if (!bus.has(row.id)) return
      void seatViews(house, starting, [row]).then(
        ([view]) => bus.tell(row.id, 'seat', view as unknown as Json),
        (error: unknown) => core.log.warn({ err: error, seat: row.id }, 'a change of a seat was not told'),
      )
    },
  }
  const stopping = createStopping(house, () => starting.next())
  const starting = createStarting(house, (awake) => opened(awake))
  const culling = createCulling(house, starting, stopping)
  const contracts = createContracts(house, stopping)

  function opened(awake: Awake): void {
    for (const { signal } of awake.held) {
      const stopped = () => void contracts.narrowed(awake.id, signal.reason).catch(complain(awake.id))
      if (signal.aborted) stopped()
      else signal.addEventListener('abort', stopped, { once: true })
    }
    void awake.live.box.closed.then((because) => stopping.died(awake, because)).catch(complain(awake.id))
    void ports
      .record({ seatId: awake.id, userId: null, kind: 'state', text: 'live', leaf: null })
      .catch(complain(awake.id))
  }
  const complain = (seat: string) => (error: unknown) =>
    core.log.error({ err: error, seat }, 'a seat could not be put to its state')

  const one = async (row: SeatRow) => (await seatViews(house, starting, [row]))[0]!

  async function join(awake: Awake, actor: UserActor): Promise<void> {
    if (!house.presence.join(awake.id, actor.userId)) return
    const subject = { seat: awake.id }
    const leaf = await awake.live
      .step(actor, { kind: 'seat.joined', subject, payload: null })
      .catch((error: unknown) => {
        house.presence.leave(awake.id, actor.userId)
        throw error
      })
    await ports.record({ seatId: awake.id, userId: actor.userId, kind: 'joined', text: '', leaf })
    bus.tell(awake.id, 'presence', { present: house.presence.of(awake.id) })
  }

  const seats: Seats = {
    bus,
    async enter(actor, seatId, origin) {
      const row = await ownSeat(core, actor, seatId)
      mustBeUsable(row)
      await ports.mayEnter(seatId, actor, origin)
      const found = house.awake.get(seatId)
      const awake = isAwake(found) ? found : await starting.wake(actor, seatId, origin)
      await join(awake, actor)
      return awake.live
    },
    view: async (actor, seatId) => one(await knownSeat(core, actor, seatId)),
    async own(actor, seatId) {
      const { id, project_id, consumer_id, name, state } = await ownSeat(core, actor, seatId)
      return { id, projectId: project_id, consumerId: consumer_id, name, state }
    },
    awake(seatId) {
      const found = house.awake.get(seatId)
      return isAwake(found) ? found.live : null
    },
    async slot(seatId, kind, signal, told) {
      const awake = house.awake.get(seatId)
      if (awake) mustHaveCpu(awake.live.limits, awake.cpuToday)
      const release = await house.queues[kind].place(seatId, signal, told)
      return (cpuMs) => {
        release(cpuMs)
        // What was just used counts from now on, not from the next look.
        if (isAwake(awake)) void culling.measure(awake).catch(() => {})
      }
    },
    block: (seatId, why, by) => stopping.block(seatId, why, by),
    unblock: (seatId, by) => stopping.unblock(seatId, by),
  }

  return {
    ...seats,
    house,
    stopping,
    /** A new seat; entering starts it. Returns its id. */
    async make(actor: UserActor, projectId: string, name: string): Promise<string> {
      await openProject(core, projectId, actor.participantId)
      await mustBeIsolated(house.driver, house.demo)
      const id = uuid7(core.random, core.clock.now())
      const of = { id, projectId, consumerId: actor.participantId, name, state: 'starting' } as const
      await makeSeat(core, actor, of)
      return id
    },
    /** @throws XinyuError SEAT_TERMINAL, SEAT_BLOCKED, SEAT_CLOSED */
    async mayLook(actor: UserActor, seatId: string, origin: Origin): Promise<void> {
      mustBeUsable(await ownSeat(core, actor, seatId))
      await ports.mayEnter(seatId, actor, origin)
    },
    /** What the seat shows now, or showed when it was last awake as far as that is prepared. */
    async tables(actor: UserActor, seatId: string): Promise<SeatTable[]> {
      const row = await ownSeat(core, actor, seatId)
      const awake = house.awake.get(seatId)
      if (isAwake(awake)) return [...awake.tables.tables]
      const own = (await house.ownOf(row.project_id))?.tables ?? []
      const made = await house.tablesOf(row.project_id, await contractsInForce(core, row.project_id))
      return [...(made?.tables ?? []), ...own]
    },
    onPutOut: (seatId: string, userId: string, gone: () => void) => bus.onPutOut(seatId, userId, gone),
    async list(actor: UserActor, filter: Parameters<typeof seatRows>[2]) {
      const { rows, total } = await seatRows(core, actor, filter)
      return { items: await seatViews(house, starting, rows), total }
    },
    async leave(actor: UserActor, seatId: string): Promise<void> {
      await ownSeat(core, actor, seatId)
      if (!house.presence.leave(seatId, actor.userId)) return
      const awake = house.awake.get(seatId)
      const left = { kind: 'seat.left', subject: { seat: seatId }, payload: null } as const
      const leaf = isAwake(awake) ? await awake.live.step(actor, left) : null
      await ports.record({ seatId, userId: actor.userId, kind: 'left', text: '', leaf })
      bus.tell(seatId, 'presence', { present: house.presence.of(seatId) })
    },
    async sleep(actor: UserActor, seatId: string): Promise<void> {
      await ownSeat(core, actor, seatId)
      await stopping.sleep(seatId, 'asleep', problemOf(new XinyuError('SEAT_REST')))
    },
    async close(actor: UserActor, seatId: string, reason: string): Promise<number> {
      await ownSeat(core, actor, seatId)
      starting.leave(seatId)
      return stopping.close(seatId, actor, reason)
    },
    /** Puts what a killed server left to sleep, and says what was lost. Before anybody comes. */
    async recover(): Promise<number> {
      const rows = await core.db
        .selectFrom('seat')
        .selectAll()
        .where('state', 'in', ['waiting', 'starting', 'live'])
        .execute()
      for (const row of rows) {
        const problem = problemOf(new XinyuError('SEAT_LOST', { at: whenOf(core, row.files_at) }))
        const change = { problem, also: endGrants, payload: { lost: 'variables', filesAt: row.files_at } }
        await changeSeat(core, systemActor('recovery'), row.id, 'fall', change)
      }
      return rows.length
    },
    /** From time to time: contracts that ended, folders that nobody needs. */
    async tidy(): Promise<void> {
      await contracts.tidy()
      await sweepTables(core, new Set([...house.awake.values()].map(({ tables }) => tables.folder)))
      for (const { seatId, userId } of house.presence.expire()) {
        await ports.record({ seatId, userId, kind: 'left', text: '', leaf: null })
        bus.tell(seatId, 'presence', { present: house.presence.of(seatId) })
      }
    },
    lookAtAll: () => culling.lookAtAll(),
    /** Looks at the seats again and again. Returns the function that puts all to sleep and ends. */
    start(): () => Promise<void> {
      let looking: Promise<void> | null = null
      const timer = setInterval(() => {
        looking ??= culling.lookAtAll().finally(() => (looking = null))
      }, LOOK_MS)
      return async () => {
        clearInterval(timer)
        await looking
        const problem = problemOf(new XinyuError('SEAT_SHUTDOWN'))
        const all = [...house.awake.keys()]
        await Promise.allSettled(all.map((seatId) => stopping.sleep(seatId, 'shutdown', problem)))
        await house.driver.stop()
      }
    },
  }
}
