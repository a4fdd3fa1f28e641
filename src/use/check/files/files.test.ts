import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inspectFile } from './index.ts'
import { type Case, fileOf, TERMS } from './testing/case.fixture.ts'
import { CLEAN } from './testing/clean.fixture.ts'
import { idNumber, phone, pseudonymOf } from './testing/make.fixture.ts'
import { cleanModels, hasPython, makeModels, plantedModels } from './testing/models.fixture.ts'
import { PLANTED_FILES } from './testing/planted-files.fixture.ts'
import { PLANTED_TABLES } from './testing/planted-tables.fixture.ts'

const inspect = async (one: Case) => inspectFile(fileOf(one, await one.bytes()), { ...TERMS, ...one.terms })
const PLANTED = [...PLANTED_TABLES, ...PLANTED_FILES]

/** Numbers and pseudonyms that the planted files hold: no finding repeats one. */
const VALUES = Array.from({ length: 90 }, (_, n) => [idNumber(n), phone(n), pseudonymOf(n)]).flat()

describe('planted leaks', () => {
  test('are sixty and more, as the clean files are', () => {
    expect(PLANTED.length).toBeGreaterThanOrEqual(60)
    expect(CLEAN.length).toBeGreaterThanOrEqual(60)
    expect(new Set(PLANTED.map(({ rule }) => rule)).size).toBeGreaterThan(35)
  })

  test.each(PLANTED)('$path: $name', async (one) => {
    const { findings, verdict, record } = await inspect(one)
    const found = findings.filter(({ rule }) => rule === one.rule)
    expect(found.map(({ place }) => place).join('\n'), JSON.stringify(findings, null, 1)).toMatch(
      one.place.source === '' ? /./ : anyLine(one.place),
    )
    expect(verdict).not.toBe('pass')
    expect(record.find(({ rule }) => rule === one.rule)?.found).toBeGreaterThan(0)
    const said = JSON.stringify(findings)
    expect(VALUES.filter((value) => said.includes(value))).toEqual([])
  })
})

describe('clean useful files', () => {
  test.each(CLEAN)('$path', async (one) => {
    const { findings, verdict } = await inspect(one)
    expect(findings.filter(({ rule }) => rule !== 'for-people')).toEqual([])
    expect(verdict).not.toBe('fail')
  })
})

const anyLine = (pattern: RegExp): RegExp => new RegExp(pattern.source, 'm')

describe.skipIf(!hasPython())('models (needs /usr/bin/python3 with scikit-learn)', () => {
  let models: ReturnType<typeof makeModels>
  beforeAll(() => {
    models = makeModels()
  }, 60_000)
  afterAll(() => models?.remove())

  test('each leaking model has a finding, by its structure alone', async () => {
    for (const one of plantedModels((name) => models.read(name))) {
      const { findings, verdict } = await inspect(one)
      const places = findings.filter(({ rule }) => rule === one.rule).map(({ place }) => place)
      expect(places.join('\n'), `${one.path} ${JSON.stringify(findings)}`).toMatch(anyLine(one.place))
      expect(verdict).toBe('fail')
    }
  })

  test('sound models pass on to people', async () => {
    for (const one of cleanModels((name) => models.read(name))) {
      const { findings } = await inspect(one)
      expect(
        findings.filter(({ rule }) => !['for-people', 'model-not-run'].includes(rule)),
        one.path,
      ).toEqual([])
    }
  })

  test('without a throw-away seat a model is left to people', async () => {
    const one = cleanModels((name) => models.read(name))[0]!
    expect((await inspect(one)).findings.map(({ rule }) => rule)).toContain('model-not-run')
  })
})
