import { test } from 'vitest'
import { evidence, evidenceNarrow } from './stories/evidence.ts'
import { onStage, variant } from './support/stage.ts'

onStage('the evidence', (portal) => {
  test('zh: from the timeline to a proof worked out in the browser; a key rotated by two officers', () =>
    evidence(portal()))
  variant('en, dark, narrow: every page of the evidence', () => evidenceNarrow(portal()))
})
