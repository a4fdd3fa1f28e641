import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Duck, openDuck } from '../../source/index.ts'
import { distanceNominal, distanceOrdered, entropyDiversity, risksOf } from './figures.ts'
import { measure, type MeasureWork } from './measure.ts'

let folder: string
let duck: Duck
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-risk-'))
  duck = await openDuck({ progress: () => {}, softMemoryBytes: 256 << 20, threads: 1 }, folder, [])
})
afterAll(async () => {
  duck.connection.closeSync()
  await rm(folder, { recursive: true, force: true })
})

const work = (relation: string, quasi: string[], more: Partial<MeasureWork> = {}): MeasureWork => ({
  relation,
  quasi,
  person: null,
  sensitive: null,
  ordered: false,
  maxRisk: 0.2,
  ...more,
})
const valuesOf = (names: string, lines: string[][]): string =>
  `(VALUES ${lines.map((line) => `(${line.map((cell) => (/^\d+$/.test(cell) ? cell : `'${cell}'`)).join(', ')})`).join(', ')}) v(${names})`

describe('tables of the literature, by hand', () => {
  // Sweeney, k-Anonymity (2002), figure 2: k = 2 over race, birth, gender and ZIP.
  const sweeney = valuesOf('race, birth, gender, zip, problem', [
    ['Black', '1965', 'm', '0214*', 'short breath'],
    ['Black', '1965', 'm', '0214*', 'chest pain'],
    ['Black', '1965', 'f', '0213*', 'hypertension'],
    ['Black', '1965', 'f', '0213*', 'hypertension'],
    ['Black', '1964', 'f', '0213*', 'obesity'],
    ['Black', '1964', 'f', '0213*', 'chest pain'],
    ['White', '1964', 'm', '0213*', 'chest pain'],
    ['White', '1964', 'm', '0213*', 'obesity'],
    ['White', '1964', 'm', '0213*', 'short breath'],
    ['White', '1967', 'm', '0213*', 'chest pain'],
    ['White', '1967', 'm', '0213*', 'chest pain'],
  ])

  test('Sweeney 2002, figure 2', async () => {
    const found = await measure(
      duck,
      work(sweeney, ['race', 'birth', 'gender', 'zip'], { sensitive: 'problem' }),
    )
    // Classes of 2, 2, 2, 3 and 2 rows: k = 2, 11 records in 5 classes, highest risk 1/2, mean 5/11, no uniques.
    expect(found).toMatchObject({
      k: 2,
      records: 11,
      classes: 5,
      uniques: 0,
      unit: 'row',
      population: 'sample',
    })
    expect(found.prosecutor.max).toBe(1 / 2)
    expect(found.prosecutor.mean).toBeCloseTo(5 / 11, 12)
    // All classes are below five: every record has a risk above 0.2.
    expect(found.prosecutor.atRisk).toBe(1)
    // Both women of 1965 have hypertension: one distinct value, e^0 = 1.
    expect(found.diversity).toMatchObject({ distinct: 1, entropy: 1 })
    expect(found.sizes).toEqual([
      { size: '1', records: 0, classes: 0 },
      { size: '2', records: 8, classes: 4 },
      { size: '3-4', records: 3, classes: 1 },
      { size: '5-9', records: 0, classes: 0 },
      { size: '10-19', records: 0, classes: 0 },
      { size: '20+', records: 0, classes: 0 },
    ])
  })

  const patients = (zips: [string, string, string], ages: [string, string, string], illness: string[][]) =>
    valuesOf(
      'zip, age, condition',
      illness.flatMap((group, i) => group.map((one) => [zips[i]!, ages[i]!, one])),
    )

  test('Machanavajjhala et al. 2007, figure 2: 4-anonymous, and everybody in their thirties has cancer', async () => {
    const four = patients(
      ['130**', '1485*', '130**'],
      ['< 30', '>= 40', '3*'],
      [
        ['heart', 'heart', 'viral', 'viral'],
        ['cancer', 'heart', 'viral', 'viral'],
        ['cancer', 'cancer', 'cancer', 'cancer'],
      ],
    )
    const found = await measure(duck, work(four, ['zip', 'age'], { sensitive: 'condition' }))
    expect(found).toMatchObject({ k: 4, classes: 3, records: 12, diversity: { distinct: 1, entropy: 1 } })
    // The whole: 3 heart, 4 viral, 5 cancer of 12. The class of cancer alone: (|0−3| + |0−4| + |12−5|)/12/2 = 7/12.
    expect(found.diversity!.closeness).toBeCloseTo(7 / 12, 12)
  })

  test('Machanavajjhala et al. 2007, figure 3: 3-diverse', async () => {
    const three = patients(
      ['1305*', '1485*', '1306*'],
      ['<= 40', '> 40', '<= 40'],
      [
        ['heart', 'viral', 'cancer', 'cancer'],
        ['cancer', 'heart', 'viral', 'viral'],
        ['heart', 'viral', 'cancer', 'cancer'],
      ],
    )
    const found = await measure(duck, work(three, ['zip', 'age'], { sensitive: 'condition' }))
    expect(found).toMatchObject({ k: 4, diversity: { distinct: 3 } })
    // Shares ¼, ¼, ½: H = ½ ln 4 + ½ ln 2 = 1.5 ln 2, e^H = 2√2. All three classes alike.
    expect(found.diversity!.entropy).toBeCloseTo(2 * Math.SQRT2, 12)
  })

  test('Li et al. 2007, table 5: 0.167-close in salary', async () => {
    const table = valuesOf('zip, age, salary, disease', [
      ['4767*', '<= 40', '3', 'gastric ulcer'],
      ['4767*', '<= 40', '5', 'stomach cancer'],
      ['4767*', '<= 40', '9', 'pneumonia'],
      ['4790*', '>= 40', '6', 'gastritis'],
      ['4790*', '>= 40', '11', 'flu'],
      ['4790*', '>= 40', '8', 'bronchitis'],
      ['4760*', '<= 40', '4', 'gastritis'],
      ['4760*', '<= 40', '7', 'bronchitis'],
      ['4760*', '<= 40', '10', 'stomach cancer'],
    ])
    const salary = await measure(duck, work(table, ['zip', 'age'], { sensitive: 'salary', ordered: true }))
    // {3, 5, 9} against 3…11: what is carried in ninths is 2 1 3 2 1 0 2 1 0 = 12, over m − 1 = 8: 12/72 = 0.167.
    expect(salary.diversity!.closeness).toBeCloseTo(1 / 6, 12)
    expect(salary.diversity!.closeness.toFixed(3)).toBe('0.167')
    const disease = await measure(duck, work(table, ['zip', 'age'], { sensitive: 'disease' }))
    // With all diseases equally far, {ulcer, cancer, pneumonia}: 2 + 1 + 2 + 2 + 1 + 2 ninths, halved: 5/9. The paper's
    // 0.278 is half of that: it takes a tree of diseases whose branches lie closer together.
    expect(disease.diversity!.closeness).toBeCloseTo(5 / 9, 12)
  })

  test('Li et al. 2007, example 3: salaries {3, 4, 5} and {6, 8, 11} against 3…11', () => {
    const q = Array.from({ length: 9 }, () => 1 / 9)
    const p = (...at: number[]) => q.map((_, i) => (at.includes(i + 3) ? 1 / 3 : 0))
    expect(distanceOrdered(p(3, 4, 5), q)).toBeCloseTo(0.375, 12)
    expect(distanceOrdered(p(6, 8, 11), q)).toBeCloseTo(1 / 6, 12)
    expect(distanceNominal(p(3, 4, 5), q)).toBeCloseTo(2 / 3, 12)
    expect(distanceOrdered([1], [1])).toBe(0)
    expect(entropyDiversity([5])).toBe(1)
  })

  test('El Emam 2013, ch. 16: prosecutor, journalist and marketer', () => {
    // Classes of 1, 2, 2 and 5 records, of 4, 4, 10 and 20 persons in the population; n = 10, J = 4, ΣF = 38.
    const classes = [
      { f: 1, population: 4 },
      { f: 2, population: 4 },
      { f: 2, population: 10 },
      { f: 5, population: 20 },
    ]
    const { prosecutor, journalist, marketer } = risksOf(classes, 0.2)
    // Prosecutor: max 1/1; mean 4/10; 1/1, 1/2, 1/2 > 0.2 but 1/5 is not: (1 + 2 + 2)/10.
    expect(prosecutor).toEqual({ max: 1, mean: 0.4, atRisk: 0.5 })
    // Marketer: (1/4 + 2/4 + 2/10 + 5/20)/10 = 1.2/10.
    expect(marketer).toBeCloseTo(0.12, 12)
    // Journalist: max 1/4; mean max(4/38, 0.12) = 0.12; 1/4 > 0.2 in the first two classes: 3/10.
    expect(journalist.max).toBe(0.25)
    expect(journalist.mean).toBeCloseTo(0.12, 12)
    expect(journalist.atRisk).toBeCloseTo(0.3, 12)
  })
})

describe('the same in the engine', () => {
  const sample = valuesOf('sex, band, who', [
    ['f', '1', '1'],
    ['f', '1', '1'],
    ['f', '1', '2'],
    ['m', '1', '3'],
    ['m', '2', '3'],
  ])

  test('counts persons, not rows', async () => {
    // f/1: persons 1 and 2; m/1: 3; m/2: 3. Records 4, two of them alone.
    const found = await measure(duck, work(sample, ['sex', 'band'], { person: 'who' }))
    expect(found).toMatchObject({ unit: 'person', records: 4, classes: 3, k: 1, uniques: 0.5 })
  })

  test('takes the population from a table, and says so', async () => {
    const people = valuesOf('sex, band', [
      ...Array.from({ length: 4 }, () => ['f', '1']),
      ...Array.from({ length: 10 }, () => ['m', '1']),
    ])
    // F: f/1 4, m/1 10, m/2 unknown and so at least 1. Marketer (2/4 + 1/10 + 1/1)/4 = 0.4.
    const found = await measure(
      duck,
      work(sample, ['sex', 'band'], { person: 'who', population: { relation: people, person: null } }),
    )
    expect(found.population).toBe('table')
    expect(found.marketer).toBeCloseTo(0.4, 12)
    expect(found.journalist.max).toBe(1)
  })

  test('estimates it from the sampling fraction', async () => {
    const found = await measure(
      duck,
      work(sample, ['sex', 'band'], { person: 'who', population: { fraction: 0.1 } }),
    )
    // F_j = f_j / 0.1: journalist max 1/10, marketer J/(ΣF) = 3/40... as Σ(f/F)/n = 3 × 0.1 / 4.
    expect(found.population).toBe('fraction')
    expect(found.journalist.max).toBeCloseTo(0.1, 12)
    expect(found.marketer).toBeCloseTo(0.3 / 4, 12)
  })

  test('of nothing is nothing, and empty cells are a value', async () => {
    const none = await measure(duck, work(`${sample} WHERE sex = 'x'`, ['sex']))
    expect(none).toMatchObject({ k: 0, records: 0, classes: 0, uniques: 0 })
    const empty = await measure(duck, work(`(VALUES (NULL), (NULL), (1)) v(a)`, ['a']))
    expect(empty).toMatchObject({ k: 1, classes: 2 })
  })
})
