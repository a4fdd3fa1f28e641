import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findNationalTable, shippedDictionary } from '../supply/treat/index.ts'
import { demoPlan, generateDemo } from './index.ts'

describe('the clean demo population', () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'xinyu-standard-'))
    await generateDemo({ dir, persons: 600, seed: 7, plant: false, workers: 1 })
  }, 60_000)
  afterAll(() => rm(dir, { recursive: true, force: true }))

  test('fills every required column, keeps every pattern and every code list', async () => {
    const wrong = new Set<string>()
    let cells = 0
    for (const { path, table } of demoPlan().datasets) {
      const national = findNationalTable(table)
      if (!national) continue
      const [head, ...lines] = (await readFile(join(dir, `${path}.csv`), 'utf8')).trimEnd().split('\n')
      expect(head!.split(','), path).toEqual(national.columns.map(({ name }) => name))
      const codes = national.columns.map(({ codeList }) =>
        codeList ? new Set(shippedDictionary(codeList)!.codes.map(({ code }) => code)) : null,
      )
      const patterns = national.columns.map(({ pattern }) => (pattern ? new RegExp(pattern, 'u') : null))
      for (const line of lines) {
        line.split(',').forEach((cell, i) => {
          cells++
          const { name, required } = national.columns[i]!
          if (cell === '') return required && wrong.add(`${table}.${name} is empty`)
          if (codes[i] && !codes[i].has(cell)) wrong.add(`${table}.${name} has the code ${cell}`)
          if (patterns[i] && !patterns[i].test(cell)) wrong.add(`${table}.${name} has the form ${cell}`)
        })
      }
    }
    expect([...wrong]).toEqual([])
    expect(cells).toBeGreaterThan(100_000)
  })
})
