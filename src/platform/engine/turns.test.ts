import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const never = new AbortController().signal

/** A clock of our own: works end in the order of their length, and no real time passes. */
function fakeTime() {
  let now = 0
  const waiting: { at: number; wake: () => void }[] = []
  return {
    sleep: (time: number) => new Promise<void>((wake) => waiting.push({ at: now + time, wake })),
    async runUntil(end: number) {
      for (;;) {
        // Everybody who was woken asks again before the clock goes on.
        for (let round = 0; round < 20; round++) await Promise.resolve()
        waiting.sort((a, b) => a.at - b.at)
        const next = waiting[0]
        if (!next || next.at > end) return
        waiting.shift()
        now = next.at
        next.wake()
      }
    },
  }
}

/** Jain's fairness index of shares: 1 where all are equal, 1 ÷ n where one has all. */
const jain = (shares: readonly number[]) =>
  shares.reduce((total, one) => total + one, 0) ** 2 /
  (shares.length * shares.reduce((total, one) => total + one * one, 0))

/** 100 projects on two places; every tenth asks ten works at a time. How much each got done. */
async function served(lane: (user: number) => string): Promise<number[]> {
  const time = fakeTime()
  const turns = createTurns(2)
  const done = Array.from({ length: 100 }, () => 0)
  for (let user = 0; user < 100; user++) {
    const busy = async (): Promise<never> => {
      for (;;) {
        await turns.take(lane(user), never, () => time.sleep(5 + (user % 3)))
        done[user]!++
      }
    }
    for (let line = 0; line < (user % 10 === 0 ? 10 : 1); line++) void busy()
  }
  await time.runUntil(6_000)
  return done
}

test('100 projects get even shares, whoever asks the most: Jain index at least 0.95', async () => {
  expect(jain(await served((user) => `project ${user}`))).toBeGreaterThanOrEqual(0.95)
  // The same crowd in one line is served by how much it asks.
  expect(jain(await served(() => 'all'))).toBeLessThan(0.6)
})

test('in one lane the order is that of asking, and who leaves makes room', async () => {
  const turns = createTurns(1)
  const order: string[] = []
  let end = () => {}
  const first = turns.take('a', never, () => new Promise<void>((resolve) => (end = resolve)))
  const leaver = new AbortController()
  const take = (name: string, lane: string, signal = never) =>
    turns.take(lane, signal, async () => void order.push(name))
  const others = [take('a2', 'a'), take('a3', 'a'), take('b1', 'b')]
  const left = take('b2', 'b', leaver.signal).catch((error: unknown) => error)
  const alone = take('c1', 'c', leaver.signal).catch((error: unknown) => error)
  leaver.abort()
  expect(await left).toMatchObject({ code: 'ENGINE_CANCELLED' })
  expect(await alone).toMatchObject({ code: 'ENGINE_CANCELLED' })
  end()
  await Promise.all([first, ...others])
  expect(order).toEqual(['a2', 'b1', 'a3'])
  await expect(take('late', 'a', AbortSignal.abort())).rejects.toMatchObject({ code: 'ENGINE_CANCELLED' })
})
