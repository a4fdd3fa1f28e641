import { test } from 'vitest'
import { approvals } from './stories/approvals.ts'
import { authority } from './stories/authority.ts'
import { bodyKeys } from './stories/body-keys.ts'
import { flowNarrow } from './stories/flow-narrow.ts'
import { insured } from './stories/insured.ts'
import { negotiation } from './stories/negotiation.ts'
import { onStage, variant } from './support/stage.ts'

onStage('the portal: flow', (portal) => {
  variant(
    'one counter-offer, two signatures, live counters, a pause, an end by agreement with its proof',
    () => negotiation(portal()),
  )
  variant('a body keeps its own key, signs a contract outside, suspends its own use, revokes the key', () =>
    bodyKeys(portal()),
  )
  variant('an approval chain of two steps with delegation', () => approvals(portal()))
  variant('en, dark: the pages of flow fit a phone; a contract is signed there', () => flowNarrow(portal()))
  variant('an authority granted further, taken on from a phone, withdrawn', () => authority(portal()))
  test('on a phone: an insured person consents, sees the use, withdraws', () => insured(portal()))
})
