import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFENCE_STATES } from '../model.ts'
import { clockAt, mayMove, moved, MOVES, movesOf, ON_STAGE, OVER, type Turn } from './states.ts'

const fresh: Turn = {
  state: 'waiting',
  presentUsed: 0,
  questionUsed: 0,
  presentMore: 0,
  questionMore: 0,
  runningSince: null,
}
const LENGTHS = { presentSeconds: 600, questionSeconds: 300 }
const play = (turn: Turn, ...steps: readonly [Parameters<typeof moved>[1], number][]) =>
  steps.reduce((at, [move, now]) => moved(at, move, now), turn)

describe('the turn of a team', () => {
  test('goes from waiting to done, and each part has its own clock', () => {
    let turn = play(fresh, ['start', 1000])
    expect(clockAt(turn, LENGTHS, 61_000)).toEqual({ present: 540_000, question: 300_000, running: true })
    turn = play(turn, ['pause', 61_000])
    expect(clockAt(turn, LENGTHS, 500_000)).toEqual({ present: 540_000, question: 300_000, running: false })
    turn = play(turn, ['resume', 500_000], ['questions', 510_000])
    expect(clockAt(turn, LENGTHS, 512_000)).toEqual({ present: 530_000, question: 298_000, running: true })
    turn = play(turn, ['score', 520_000], ['finish', 530_000])
    expect(turn).toEqual({ ...fresh, state: 'done', presentUsed: 70_000, questionUsed: 10_000 })
    expect(movesOf(turn)).toEqual(['repeat'])
  })

  test('over time is said, and added time counts', () => {
    const turn = { ...play(fresh, ['start', 0]), presentMore: 60_000 }
    expect(clockAt(turn, LENGTHS, 700_000).present).toBe(-40_000)
  })

  test('what is over moves no more, but may be repeated; nothing but a part that runs has a clock that runs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...MOVES), fc.integer({ min: 0, max: 100_000 })), {
          maxLength: 30,
        }),
        (steps) => {
          let turn = fresh
          let now = 0
          let ran = 0
          for (const [move, after] of steps) {
            if (turn.runningSince !== null) ran += after
            now += after
            if (!mayMove(turn, move)) continue
            turn = moved(turn, move, now)
            if (turn.runningSince !== null) expect(['presenting', 'questions']).toContain(turn.state)
            if (OVER.includes(turn.state) && turn.state !== 'repeated')
              expect(movesOf(turn)).toEqual(['repeat'])
            if (turn.state === 'repeated') expect(movesOf(turn)).toEqual([])
            // No time is lost or counted twice, whatever is done.
            const { present, question } = clockAt(turn, LENGTHS, now)
            expect(900_000 - present - question).toBe(ran)
          }
        },
      ),
    )
  })

  test('every state is on the stage, over, or waiting', () => {
    for (const state of DEFENCE_STATES)
      expect(
        [state === 'waiting', ON_STAGE.includes(state), OVER.includes(state)].filter(Boolean),
      ).toHaveLength(1)
  })
})
