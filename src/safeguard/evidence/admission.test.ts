import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { runs } from '../../../test/support/runs.ts'
import { systemActor } from '../../kernel/index.ts'
import { makeAdmission } from './admission.ts'
import { act, createEvidence, fsck } from './index.ts'

describe('admission', () => {
  test('first come, first served; never more inside than there are places', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(3), { minLength: 1, maxLength: 30 }),
        async (most, turns) => {
          const admission = makeAdmission({ most, patienceMs: 10_000 })
          const entered: number[] = []
          let [inside, peak] = [0, 0]
          const wanted = turns.slice(0, 2 * most)
          await Promise.all(
            wanted.map(async (ticks, i) => {
              const leave = await admission.enter()
              entered.push(i)
              peak = Math.max(peak, ++inside)
              for (let t = 0; t < ticks; t++) await Promise.resolve()
              inside--
              leave()
              leave()
            }),
          )
          expect(entered).toEqual(wanted.map((_, i) => i))
          expect(peak).toBeLessThanOrEqual(most)
          expect(admission.load).toEqual({ inside: 0, waiting: 0 })
        },
      ),
      { numRuns: runs(150) },
    )
  })

  test('who waits too long, or finds the lobby full, is told to come again', async () => {
    const admission = makeAdmission({ most: 1, patienceMs: 20 })
    const leave = await admission.enter()
    const waiting = admission.enter()
    await expect(admission.enter()).rejects.toMatchObject({ code: 'EVIDENCE_NOT_READY' })
    await expect(waiting).rejects.toMatchObject({ code: 'EVIDENCE_NOT_READY' })
    expect(admission.load).toEqual({ inside: 1, waiting: 0 })
    leave()
    ;(await admission.enter())()
    expect(admission.load).toEqual({ inside: 0, waiting: 0 })
  })
})

describe('when writers come faster than the log takes them', () => {
  let space: TestSpace
  const WRITERS = runs(1_024)
  beforeEach(async () => {
    space = await testSpace()
  })
  afterEach(() => space.stop())

  const crowded = async (limits: { mostWaiting: number; admitMs: number }, body = async () => {}) => {
    await space.core.evidence.stop()
    const config = { ...space.core.config, evidence: { ...space.core.config.evidence, ...limits } }
    const evidence = await createEvidence({ ...space.core, config }, { databaseUrl: space.url })
    const core = { ...space.core, evidence }
    let [inside, peak] = [0, 0]
    const outcomes = await Promise.all(
      Array.from({ length: WRITERS }, (_, i) =>
        act(core, systemActor('test'), async ({ note }) => {
          peak = Math.max(peak, ++inside)
          await body()
          inside--
          note({ kind: 'thing.made', subject: { thing: `t${i}` } })
        }).then(
          () => 'done',
          (error: { code: string }) => error.code,
        ),
      ),
    )
    await evidence.stop()
    return { outcomes, peak }
  }

  test('they wait in turn, and each is answered', async () => {
    const { outcomes, peak } = await crowded({ mostWaiting: 16, admitMs: 60_000 })
    // A lobby of 16 more: the others are told at once, and nothing of theirs is written.
    const done = outcomes.filter((one) => one === 'done').length
    expect(done).toBe(32)
    expect(new Set(outcomes)).toEqual(new Set(['done', 'EVIDENCE_NOT_READY']))
    expect(peak).toBeLessThanOrEqual(16)
    expect(await fsck(space.home, space.core.db)).toMatchObject({ ok: true, size: done, waiting: 0 })
  })

  test('none is turned away below the limit', async () => {
    const { outcomes } = await crowded({ mostWaiting: 1_024, admitMs: 60_000 })
    expect(outcomes.every((one) => one === 'done')).toBe(true)
    expect(await fsck(space.home, space.core.db)).toMatchObject({ ok: true, size: WRITERS, waiting: 0 })
  }, 60_000)

  test('with a slow disk those who waited too long wrote nothing', async () => {
    const { outcomes } = await crowded({ mostWaiting: 512, admitMs: 5 }, () => sleep(5))
    const done = outcomes.filter((one) => one === 'done').length
    expect(done).toBeGreaterThan(0)
    expect(await fsck(space.home, space.core.db)).toMatchObject({ ok: true, size: done, waiting: 0 })
  }, 60_000)
})
