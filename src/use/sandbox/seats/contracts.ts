import { systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { problemOf } from '../../run/index.ts'
import { removeTablesOf } from '../tables/sweep.ts'
import type { House } from './house.ts'
import { settleEnded } from './settle.ts'
import type { Stopping } from './stopping.ts'

const KEEPER = systemActor('seats')
const WHY = {
  contract: { whyZh: '合约被暂停、终止或到期', whyEn: 'the contract was suspended, ended or ran out' },
  consent: { whyZh: '授权已撤回', whyEn: 'a consent was withdrawn' },
  renewal: { whyZh: '许可续期未通过', whyEn: 'the grant was not renewed' },
} as const

/** What the end of a contract, of a project, of a user or of a body means for seats. */
export function createContracts(house: House, stopping: Stopping) {
  const { core } = house

  /** A grant of an awake seat was stopped: the seat stops with it, and shows less when it is entered again. */
  const narrowed = (seatId: string, reason: unknown): Promise<void> => {
    const why = WHY[reason as keyof typeof WHY] ?? WHY.contract
    return stopping.sleep(seatId, 'narrowed', problemOf(new XinyuError('SEAT_NARROWED', why)))
  }

  /** Somebody may not be here any more; where nobody else is in the seat it goes to sleep. */
  const putOut = async (userId: string): Promise<void> => {
    for (const seatId of house.presence.seatsOf(userId)) {
      house.presence.leave(seatId, userId)
      house.bus.putOut(seatId, userId)
      const left = house.presence.of(seatId)
      house.bus.tell(seatId, 'presence', { present: left })
      if (left.length === 0) await stopping.sleep(seatId, 'asleep', problemOf(new XinyuError('SEAT_PUT_OUT')))
    }
  }

  /** Seats whose project is over, or has no contract that could come back into force. */
  const closeOver = async (): Promise<void> => {
    const rows = await core.db
      .selectFrom('seat')
      .innerJoin('project', 'project.id', 'seat.project_id')
      .select('seat.id')
      .where('seat.state', '<>', 'closed')
      .where((eb) =>
        eb.or([
          eb('project.ended_at', 'is not', null),
          eb.not(
            eb.exists(
              eb
                .selectFrom('contract')
                .select('contract.id')
                .whereRef('contract.project_id', '=', 'seat.project_id')
                .where('contract.state', 'not in', ['ended', 'void']),
            ),
          ),
        ]),
      )
      .execute()
    for (const { id } of rows) await stopping.close(id, KEEPER, 'no contract any more')
  }

  /** Closings that a kill cut off before their files were gone. */
  const finishClosed = async (): Promise<void> => {
    const rows = await core.db
      .selectFrom('seat')
      .selectAll()
      .where('state', '=', 'closed')
      .where('destroyed_leaf', 'is', null)
      .where('ended_at', '<', core.clock.now() - 60_000)
      .execute()
    for (const row of rows) await stopping.finish(row, 'finished after an interruption')
  }

  const tidyOnce = async (): Promise<void> => {
    await closeOver()
    await settleEnded(house)
    await finishClosed()
  }
  /** The clock and an event may ask at the same moment: one after the other, so that nothing is closed twice. */
  let tidying: Promise<void> = Promise.resolve()
  const tidy = (): Promise<void> => (tidying = tidying.then(tidyOnce, tidyOnce))

  core.events.on('contract.stopped', async ({ contractId }) => {
    await removeTablesOf(core, contractId)
    await tidy()
  })
  core.events.on('user.suspended', ({ userId }) => putOut(userId))
  core.events.on('user.roles_changed', ({ userId }) => putOut(userId))
  // Who left the venue sees nothing more; what they left running goes on.
  core.events.on('venue.checked_out', async ({ userId }) => {
    if (core.config.sandbox.venue !== 'required') return
    for (const seatId of house.presence.seatsOf(userId)) {
      house.presence.leave(seatId, userId)
      house.bus.putOut(seatId, userId)
      house.bus.tell(seatId, 'presence', { present: house.presence.of(seatId) })
      await house.ports.record({ seatId, userId, kind: 'left', text: '', leaf: null })
    }
  })
  // Bound to a place: streams end, and whoever opens one again is asked where they are.
  core.events.on('venue.bound', ({ seatId }) => {
    for (const userId of house.presence.of(seatId)) house.bus.putOut(seatId, userId)
  })

  return { narrowed, tidy }
}
