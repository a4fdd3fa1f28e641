import { test } from 'vitest'
import { whyNotIsolated } from '../support/isolation.ts'
import { airlock } from './stories/airlock.ts'
import { control } from './stories/control.ts'
import { onStage, variant } from './support/stage.ts'

const missing = await whyNotIsolated()

onStage('the airlock and the control room', (portal) => {
  const story = missing === null ? variant : test.skip
  const why = missing === null ? '' : ` (skipped: ${missing})`
  story(
    `an author asks, two blind checkers decide, it is returned, corrected, released and traced${why}`,
    () => airlock(portal()),
  )
  variant('a duty officer at the wall: a planted person, its case, the roster, the rules', () =>
    control(portal()),
  )
})
