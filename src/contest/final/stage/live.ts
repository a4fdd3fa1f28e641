import type { FastifyReply } from 'fastify'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type EventStream, eventStream } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { clockAt, type Lengths } from './states.ts'
import { finalOf, turnOf, turnOnStage, type TurnRow } from './turns.ts'

/** The clock is told each second; screens count on between two tellings by themselves. */
const TICK_MS = 1000
/** More screens than this at once are no hall but an attack. */
const MOST_SCREENS = 1000

interface Watched {
  readonly screens: Set<EventStream>
  readonly lengths: Lengths
  turn: TurnRow | null
}

export type LiveStage = ReturnType<typeof createLiveStage>

/**
 * Tells screens how the stage stands: `clock` each second, `changed` when there is something to read again. The clock is
 * counted from what is kept in the database, so a server that was killed goes on with the same one.
 */
export function createLiveStage(core: Core) {
  const watched = new Map<string, Watched>()
  let screens = 0

  const pulse = (of: Watched) => {
    const { turn } = of
    return {
      now: core.clock.now(),
      turn: turn && {
        place: turn.place,
        state: turn.state,
        ...clockAt(turnOf(turn), of.lengths, core.clock.now()),
      },
    }
  }
  const reload = async (contestId: string) => {
    const of = watched.get(contestId)
    if (!of) return
    of.turn = await turnOnStage(core.db, contestId)
    for (const screen of of.screens) {
      screen.send('clock', pulse(of))
      screen.send('changed', {})
    }
  }
  core.events.on('contest.stage_changed', ({ contestId }) => reload(contestId))
  const timer = setInterval(() => {
    for (const of of watched.values())
      if (of.turn?.running_since != null) for (const screen of of.screens) screen.send('clock', pulse(of))
  }, TICK_MS)
  timer.unref()

  return {
    /** Keeps a screen told until it goes. @throws XinyuError STAGE_SCREENS */
    async show(contest: Contest, reply: FastifyReply): Promise<void> {
      if (screens >= MOST_SCREENS) throw new XinyuError('STAGE_SCREENS')
      const { presentSeconds, questionSeconds } = finalOf(contest).defence
      const turn = await turnOnStage(core.db, contest.id)
      const of: Watched = watched.get(contest.id) ?? {
        screens: new Set<EventStream>(),
        lengths: { presentSeconds, questionSeconds },
        turn,
      }
      of.turn = turn
      watched.set(contest.id, of)
      screens++
      const screen = eventStream(reply, () => {
        screens--
        of.screens.delete(screen)
        if (of.screens.size === 0) watched.delete(contest.id)
      })
      of.screens.add(screen)
      screen.send('clock', pulse(of))
      screen.send('changed', {})
    },
    stop(): void {
      clearInterval(timer)
      for (const { screens: all } of watched.values()) for (const screen of all) screen.end()
    },
  }
}
