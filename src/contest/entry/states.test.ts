import { describe, expect, test } from 'vitest'
import { TEAM_STATES } from './model.ts'
import { isEditable, mayMove, MOVERS, mustMove, STANDING } from './states.ts'

const ALLOWED = new Set([
  'team draft submitted',
  'team draft withdrawn',
  'team submitted withdrawn',
  'team supplement submitted',
  'team supplement withdrawn',
  'team admitted withdrawn',
  'organiser submitted admitted',
  'organiser submitted rejected',
  'organiser submitted supplement',
  'organiser supplement rejected',
  'organiser admitted submitted',
  'organiser rejected submitted',
])

describe('moves of an entry', () => {
  test('every pair of states, for everyone who moves: what is not named is forbidden', () => {
    const pairs = MOVERS.flatMap((who) =>
      TEAM_STATES.flatMap((from) => TEAM_STATES.map((to) => ({ who, from, to }))),
    )
    expect(pairs).toHaveLength(2 * 6 * 6)
    for (const { who, from, to } of pairs) {
      const allowed = ALLOWED.has(`${who} ${from} ${to}`)
      expect([who, from, to, mayMove(who, from, to)]).toEqual([who, from, to, allowed])
      const tried = () => mustMove(who, from, to)
      if (allowed) expect(tried).not.toThrow()
      else expect(tried).toThrow(expect.objectContaining({ code: 'TEAM_STATE' }))
    }
  })

  test('the team never decides about itself, and the organiser never enters for it', () => {
    for (const from of TEAM_STATES) {
      expect(mayMove('team', from, 'admitted')).toBe(false)
      expect(mayMove('organiser', 'draft', from)).toBe(false)
      expect(mayMove('organiser', 'withdrawn', from)).toBe(false)
    }
  })

  test('what may be edited is still the team’s, and what is over counts for nobody', () => {
    expect(TEAM_STATES.filter(isEditable)).toEqual(['draft', 'supplement'])
    expect(STANDING).toEqual(['draft', 'submitted', 'supplement', 'admitted'])
  })
})
