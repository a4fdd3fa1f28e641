import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { testSpace } from '../../../../test/support/evidence.ts'
import { systemActor } from '../../../kernel/index.ts'
import { act, fsck } from '../index.ts'

const CHECKS = 12

test('a check beside writers finds nothing wrong: what is written meanwhile is for the next one', async () => {
  const space = await testSpace()
  try {
    const end = new AbortController()
    const write = async () => {
      for (; !end.signal.aborted; await turn())
        await act(space.core, systemActor('test'), async ({ note }) =>
          note({ kind: 'test.done', subject: { thing: 'one' }, payload: { a: 1 } }),
        )
    }
    const writers = [write(), write(), write()]
    const sizes: number[] = []
    for (let at = 0; at < CHECKS; at++) {
      const { problems, size } = await fsck(space.home, space.core.db)
      expect(problems).toEqual([])
      sizes.push(size)
    }
    end.abort()
    await Promise.all(writers)
    expect(sizes.at(-1)).toBeGreaterThan(sizes[0]!)
  } finally {
    await space.stop()
  }
})
