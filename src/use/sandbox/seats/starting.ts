import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { type Origin, problemOf } from '../../run/index.ts'
import { changeSeat } from './actions.ts'
import { type Awake, type House, isAwake } from './house.ts'
import { mustBeIsolated } from './isolated.ts'
import { openSeat } from './opening.ts'
import { createPreparing } from './preparing.ts'
import { seatById, type SeatRow } from './store.ts'

const KEEPER = systemActor('seats')

interface Waiting {
  readonly seatId: string
  readonly actor: UserActor
  readonly origin: Origin
  /** False while it waits for its tables, not for a place. */
  ready: boolean
}

export interface Starting {
  /**
   * The seat awake: as it is, or started.
   * @throws XinyuError SEAT_WAITING, SEAT_PREPARING, SEAT_BLOCKED, SEAT_CLOSED, and what opening throws
   */
  wake(actor: UserActor, seatId: string, origin: Origin): Promise<Awake>
  /** Place in the queue, from 1; null: it does not wait for one. */
  placeOf(seatId: string): number | null
  /** How many wait for a place. */
  readonly waiting: number
  /** Gives free places to those who wait. */
  next(): void
  leave(seatId: string): void
}

export function createStarting(house: House, opened: (awake: Awake) => void): Starting {
  const { core } = house
  const queue: Waiting[] = []
  const prepare = createPreparing(core)
  /** Places that are given to those who waited and have not begun yet. */
  const reserved = new Map<string, number>()

  const leave = (seatId: string) => {
    const at = queue.findIndex((one) => one.seatId === seatId)
    if (at >= 0) queue.splice(at, 1)
  }
  const ready = () => queue.filter((one) => one.ready)
  const placeOf = (seatId: string) => {
    const at = ready().findIndex((one) => one.seatId === seatId)
    return at < 0 ? null : at + 1
  }

  /** In the seat's turn, with its row as it is now. */
  async function start(actor: UserActor, row: SeatRow, origin: Origin): Promise<Awake> {
    mustBeUsable(row)
    await mustBeIsolated(house.driver, house.demo)
    const slot = reserved.get(row.id) ?? house.slots.take()
    reserved.delete(row.id)
    if (slot === null) {
      await queued(actor, row, origin, true)
      throw new XinyuError('SEAT_WAITING', { place: placeOf(row.id) ?? queue.length })
    }
    leave(row.id)
    let at: SeatRow = row
    try {
      if (row.state !== 'starting') {
        at = (await changeSeat(core, actor, row.id, 'admit')).row
        house.changed(at)
      }
      const awake = await openSeat(house, { actor, row: at, origin, slot })
      house.awake.set(row.id, awake)
      opened(awake)
      return awake
    } catch (error) {
      house.slots.free(slot)
      await failed(actor, at, origin, error)
      next()
      throw error
    }
  }

  async function queued(actor: UserActor, row: SeatRow, origin: Origin, isReady: boolean): Promise<void> {
    const known = queue.find((one) => one.seatId === row.id)
    if (known) known.ready ||= isReady
    else queue.push({ seatId: row.id, actor, origin, ready: isReady })
    if (row.state === 'waiting') return
    house.changed((await changeSeat(core, actor, row.id, 'wait')).row)
  }

  async function failed(actor: UserActor, row: SeatRow, origin: Origin, error: unknown): Promise<void> {
    if (isXinyuError(error) && error.code === 'SEAT_PREPARING') {
      await queued(actor, row, origin, false)
      void prepared(actor, row)
      return
    }
    if (!isXinyuError(error)) core.log.error({ err: error, seat: row.id }, 'a seat did not open')
    const known = isXinyuError(error) ? error : new XinyuError('INTERNAL', { id: row.id })
    await fall(row.id, known)
  }

  /** Its tables are being made: it goes on by itself afterwards. */
  async function prepared(actor: UserActor, row: SeatRow): Promise<void> {
    try {
      await prepare(actor, row.project_id)
      const mine = queue.find((one) => one.seatId === row.id)
      if (mine) mine.ready = true
      next()
    } catch (error) {
      leave(row.id)
      if (!isXinyuError(error)) core.log.error({ err: error, seat: row.id }, 'tables of a seat were not made')
      await fall(row.id, isXinyuError(error) ? error : new XinyuError('INTERNAL', { id: row.id }))
    }
  }

  /** Nobody waits for this answer: a seat that was blocked or closed meanwhile stays what it is. */
  async function fall(seatId: string, why: XinyuError): Promise<void> {
    await changeSeat(core, KEEPER, seatId, 'fall', { problem: problemOf(why) }).then(
      ({ row }) => house.changed(row),
      (error: unknown) => {
        if (!isXinyuError(error) || error.code !== 'SEAT_STATE')
          core.log.error({ err: error, seat: seatId }, 'the state of a seat could not be written')
      },
    )
  }

  function next(): void {
    for (const { seatId, actor, origin } of ready()) {
      const slot = house.slots.take()
      if (slot === null) return
      leave(seatId)
      reserved.set(seatId, slot)
      void wake(actor, seatId, origin)
        .catch((error: unknown) => {
          if (!isXinyuError(error))
            core.log.error({ err: error, seat: seatId }, 'a waiting seat did not start')
        })
        .finally(() => {
          // It was awake already, or may not be any more.
          if (!reserved.delete(seatId)) return
          house.slots.free(slot)
          next()
        })
    }
  }

  const wake: Starting['wake'] = (actor, seatId, origin) =>
    house.inTurn(seatId, async () => {
      const found = house.awake.get(seatId)
      if (isAwake(found)) return found
      // Its processes end first: one seat never has two boxes.
      await house.awake.get(seatId)?.down
      const row = await seatById(core, seatId)
      if (!row) throw new XinyuError('NOT_FOUND', { what: 'seat' })
      return start(actor, row, origin)
    })

  return {
    wake,
    placeOf,
    get waiting() {
      return ready().length
    },
    next,
    leave,
  }
}

/** @throws XinyuError SEAT_BLOCKED, SEAT_CLOSED */
export function mustBeUsable(row: SeatRow): void {
  if (row.state === 'closed') throw new XinyuError('SEAT_CLOSED')
  if (row.state === 'blocked')
    throw new XinyuError(
      'SEAT_BLOCKED',
      {},
      row.problem ? { detail: { problem: { ...row.problem } as never } } : {},
    )
}
