import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTileStore } from './store.ts'

test('a tile that is gone is named as outsiders ask for it: they are told, and not where the folder lies', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-tiles-'))
  try {
    await expect(openTileStore(folder).get({ level: 0, index: 1_000 })).rejects.toMatchObject({
      code: 'EVIDENCE_LOG_DAMAGED',
      params: { file: 'tile/0/x001/000' },
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})
