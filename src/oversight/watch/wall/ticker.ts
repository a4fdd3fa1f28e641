import type { Core } from '../../../safeguard/evidence/index.ts'
import type { WallView } from '../model.ts'
import type { Watch } from '../watch.ts'
import { cpuMeter, wallView } from './view.ts'

export interface Wall {
  /** At most as old as one beat, whoever asks. */
  now(): Promise<WallView>
  /** Every beat while somebody listens; returns how to stop. */
  listen(tell: (wall: WallView) => void): () => void
  stop(): void
}

const BEAT_MS = 2_000

/** One picture for all who look: ten walls cost what one costs, and none is painted while nobody looks. */
export function createWall(core: Core, watch: Watch): Wall {
  const cpu = cpuMeter()
  const listeners = new Set<(wall: WallView) => void>()
  let painted: { at: number; wall: Promise<WallView> } | null = null
  let beat: NodeJS.Timeout | undefined

  const now = (): Promise<WallView> => {
    const at = Date.now()
    if (painted && at - painted.at < BEAT_MS - 100) return painted.wall
    const wall = wallView(core, watch, cpu)
    painted = { at, wall }
    // A failure is told to who asked and not remembered.
    wall.catch(() => (painted = null))
    return wall
  }
  const tellAll = () => {
    now()
      .then((wall) => {
        for (const tell of listeners) tell(wall)
      })
      .catch((error: unknown) => core.log.error({ err: error }, 'the wall is not painted'))
  }
  return {
    now,
    listen(tell) {
      listeners.add(tell)
      beat ??= setInterval(tellAll, BEAT_MS)
      now().then(tell, (error: unknown) => core.log.error({ err: error }, 'the wall is not painted'))
      return () => {
        listeners.delete(tell)
        if (listeners.size > 0) return
        clearInterval(beat)
        beat = undefined
      }
    },
    stop() {
      clearInterval(beat)
      listeners.clear()
    },
  }
}
