import { XinyuError } from '../../kernel/errors/index.ts'

/** Bounds the actions under way, and with them the memory, when the disk is slower than those who write. */
export interface Admission {
  /**
   * Waits for a place, first come first served. Returns how to give it back, which is done once.
   * @throws XinyuError EVIDENCE_NOT_READY: too many wait already, or it took too long. Nothing is written yet.
   */
  enter(): Promise<() => void>
  /** Actions with a place, and those that wait for one. */
  readonly load: { readonly inside: number; readonly waiting: number }
}

export function makeAdmission({ most, patienceMs }: { most: number; patienceMs: number }): Admission {
  let inside = 0
  const lobby = new Set<() => void>()

  const place = () => {
    inside++
    let held = true
    return () => {
      if (!held) return
      held = false
      inside--
      const [next] = lobby
      next?.()
    }
  }
  const refused = () =>
    new XinyuError('EVIDENCE_NOT_READY', {
      why: `${inside} actions wait for the log, ${lobby.size} for these`,
    })

  return {
    async enter() {
      // Nobody overtakes whoever waits.
      if (inside < most && lobby.size === 0) return place()
      if (lobby.size >= most) throw refused()
      return new Promise((resolve, reject) => {
        const enter = () => {
          clearTimeout(timer)
          lobby.delete(enter)
          resolve(place())
        }
        const timer = setTimeout(() => {
          lobby.delete(enter)
          reject(refused())
        }, patienceMs)
        lobby.add(enter)
      })
    },
    get load() {
      return { inside, waiting: lobby.size }
    },
  }
}
