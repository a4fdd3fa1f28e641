import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createShutdown } from './shutdown.ts'

const log = pino({ level: 'silent' })

test('steps run once, last opened first, and a failing one does not stop the others', async () => {
  const order: string[] = []
  const shutdown = createShutdown({ log })
  shutdown.add('database', () => order.push('database'))
  shutdown.add('engine', () => {
    order.push('engine')
    throw new Error('stuck')
  })
  shutdown.add('http', async () => order.push('http'))
  expect(await Promise.all([shutdown.now('test'), shutdown.now('again')])).toEqual([false, false])
  expect(order).toEqual(['http', 'engine', 'database'])
})

test('all in good order is told, and a hanging step is cut off at the deadline', async () => {
  const good = createShutdown({ log })
  good.add('one', () => {})
  expect(await good.now('test')).toBe(true)
  const hanging = createShutdown({ log, deadlineMs: 50 })
  hanging.add('one', () => new Promise(() => {}))
  expect(await hanging.now('test')).toBe(false)
})
