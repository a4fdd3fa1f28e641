import { expect, test } from 'vitest'
import { contractOffers } from './acts.ts'

const standing = { signed: true, proposal: null } as const
const told = (of: Parameters<typeof contractOffers>[0]) =>
  contractOffers(of).map(({ act, whyNot }) => (whyNot ? `${act} (${whyNot})` : act))

test('either side may suspend a contract in force; the provider alone lets it go on', () => {
  for (const side of ['provider', 'consumer'] as const)
    expect(told({ ...standing, side, state: 'active' })).toEqual(['suspend', 'end', 'propose-end'])
  expect(told({ ...standing, side: 'provider', state: 'suspended' })).toEqual([
    'resume',
    'end',
    'propose-end',
  ])
  expect(told({ ...standing, side: 'consumer', state: 'suspended' })).toEqual([
    'resume (resumedByProvider)',
    'end',
    'propose-end',
  ])
})

test('nothing is suspended before it is in force or after its end', () => {
  for (const side of ['provider', 'consumer'] as const) {
    expect(told({ ...standing, side, signed: false, state: 'signing' })).toEqual(['refuse', 'sign'])
    for (const state of ['filing', 'void'] as const) expect(told({ ...standing, side, state })).toEqual([])
    expect(told({ ...standing, side, state: 'ended' })).toEqual(['end (ended)'])
  }
})

test('who proposed to end it may take that back, the other side agrees or declines', () => {
  const proposed = { ...standing, state: 'active', proposal: 'consumer' } as const
  expect(told({ ...proposed, side: 'consumer' })).toEqual(['suspend', 'end', 'drop-end'])
  expect(told({ ...proposed, side: 'provider' })).toEqual(['suspend', 'end', 'drop-end', 'agree-end'])
})
