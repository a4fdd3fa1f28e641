import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Canaries } from '../canary/lookup.ts'
import { textsOf } from '../canary/find.ts'
import type { Flows } from '../flows.ts'
import { ofCanary, ofOpinion } from './events.ts'
import type { Signal } from './model.ts'

interface Ears {
  feed(signal: Signal): Promise<void>
  readonly canaries: Canaries
  readonly flows: Flows
}

/**
 * What only events tell: texts of cells, and the airlock. Nobody waits for the rules: `work` takes what is under way.
 */
export function listenToRooms(core: Core, ears: Ears, work: (under: Promise<unknown>) => void): void {
  const { events, clock } = core
  const feed = (signal: Signal) => work(ears.feed(signal))
  // What a cell did stands in the log; its texts are held against the planted persons here and go nowhere else.
  events.on('seat.cell', (cell) => {
    const signal = ofCanary(clock.now(), cell)
    work(
      ears.canaries
        .shows(cell.projectId, textsOf([cell.source, cell.outputs]))
        .then((shows) => (shows ? ears.feed(signal) : undefined)),
    )
  })
  events.on('airlock.submitted', () => ears.flows.count('airlock', clock.now()))
  events.on('airlock.canary', ({ authorId, ...canary }) =>
    feed(ofCanary(clock.now(), { ...canary, userId: authorId })),
  )
  events.on('airlock.opinion', (opinion) => feed(ofOpinion(clock.now(), opinion)))
}
