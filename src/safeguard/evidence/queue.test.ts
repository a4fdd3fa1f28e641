import { expect, test } from 'vitest'
import { makeQueue } from './queue.ts'

const row = (id: string) => ({ id, entry: `{"id":"${id}"}` })
const ids = (rows: readonly { id: string }[]) => rows.map((one) => one.id)
const all = [Infinity, Infinity] as const

test('a row on its way is not given out again, whoever finds it', async () => {
  const queue = makeQueue()
  const ticket = queue.expect([row('a')], () => '')
  queue.add([row('a'), row('b')])
  expect(ids(queue.take(...all))).toEqual(['a', 'b'])
  // The answer to its commit comes after the poll found it.
  const leaves = ticket.committed()
  queue.add([row('b')])
  expect(queue.take(...all)).toEqual([])
  queue.settle('a', 7)
  expect(await leaves).toEqual([7])
  expect(queue.take(...all)).toEqual([])
})

test('after forgetting only what is found anew is given out, and who waits goes on waiting', async () => {
  const queue = makeQueue()
  const leaves = queue.expect([row('a')], () => '').committed()
  void queue
    .expect([row('lost')], () => '')
    .committed()
    .catch(() => {})
  expect(ids(queue.take(1, Infinity))).toEqual(['a'])
  queue.forget()
  expect(queue.take(...all)).toEqual([])
  queue.add([row('a')])
  expect(ids(queue.take(...all))).toEqual(['a'])
  queue.settle('a', 3)
  expect(await leaves).toEqual([3])
  queue.stop()
})

test('a batch ends at its number of entries and behind its number of bytes', () => {
  const queue = makeQueue()
  queue.add(['a', 'b', 'c', 'd', 'e'].map(row))
  expect(ids(queue.take(2, Infinity))).toEqual(['a', 'b'])
  expect(ids(queue.take(9, row('c').entry.length + 1))).toEqual(['c', 'd'])
  expect(ids(queue.take(...all))).toEqual(['e'])
})

test('what the database lost in a crash is told as not done, and what is under way is left alone', async () => {
  const queue = makeQueue()
  const ticket = queue.expect([row('lost')], () => '')
  const lost = ticket.committed()
  const underWay = queue.expect([row('under-way')], () => '')
  const kept = queue.expect([row('kept')], () => '').committed()
  queue.forget()
  expect(queue.committed()).toEqual(['lost', 'kept'])
  queue.lose(['lost'])
  await expect(lost).rejects.toMatchObject({ code: 'EVIDENCE_NOT_READY' })
  await expect(ticket.durable).rejects.toMatchObject({ code: 'EVIDENCE_NOT_READY' })
  queue.add([row('kept')])
  const later = underWay.committed()
  expect(ids(queue.take(...all))).toEqual(['kept', 'under-way'])
  queue.settle('kept', 1)
  queue.settle('under-way', 2)
  expect([await kept, await later]).toEqual([[1], [2]])
})
