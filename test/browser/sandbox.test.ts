import { test } from 'vitest'
import { whyNotIsolated } from '../support/isolation.ts'
import { seat, seatNarrow } from './stories/seat.ts'
import { onStage, variant } from './support/stage.ts'

const missing = await whyNotIsolated()

onStage('the sandbox', (portal) => {
  const story = missing === null ? variant : test.skip
  const why = missing === null ? '' : ` (skipped: ${missing})`
  story(`zh: a team opens a seat and works in its notebook${why}`, () => seat(portal()))
  if (missing === null)
    variant('en, dark, narrow: the notebook and the pages of the venue', () => seatNarrow(portal()))
})
