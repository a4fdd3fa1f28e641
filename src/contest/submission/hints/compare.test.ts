import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparePairs } from './compare.ts'
import { normalise, type Part, SHINGLE, WINDOW, winnow } from './shingles.ts'

const work = (parts: readonly Part[]) => {
  const normal = normalise(parts)
  return { normal, prints: winnow(normal.text) }
}
const one = (text: string) => work([{ where: 'summary', text }])
/** A text that is like no other: numbers of a walk, in characters. */
const own = (seed: number, length: number) =>
  Array.from({ length }, (_, i) =>
    String.fromCodePoint(0x4e00 + ((seed * 7919 + i * 104_729 + i * i * 31) % 8000)),
  ).join('')

const SHARED =
  '本作品利用医保结算明细建立住院费用预测模型，先按病种分组，再用梯度提升树估计次均费用，并以留出的三个月数据检验，平均绝对误差下降百分之十二，显著优于基线。'

describe('passages in common', () => {
  test('are found wherever they stand, in whatever width, case and punctuation', () => {
    const a = one(`${own(1, 400)}${SHARED}${own(2, 300)}`)
    const b = one(`${own(3, 90)} ${SHARED.replaceAll('，', ' , ').replaceAll('百', '百 ')}${own(4, 500)}`)
    const [pair] = comparePairs([a, one(own(5, 800)), b])
    expect(pair).toMatchObject({ a: 0, b: 2 })
    expect(pair!.passages[0]!.text).toContain('梯度提升树估计次均费用')
    expect(pair!.passages[0]).toMatchObject({ inA: 'summary', inB: 'summary', kind: 'text' })
  })

  test('say in which field and which file they stand', () => {
    const a = work([
      { where: 'summary', text: own(1, 200) },
      { where: 'readme.md', text: SHARED },
    ])
    const [pair] = comparePairs([a, one(SHARED)])
    expect(pair!.passages[0]).toMatchObject({ inA: 'readme.md', inB: 'summary' })
  })

  test('what stands in many works comes from a template, and is no hint', () => {
    const works = Array.from({ length: 12 }, (_, i) => one(`${SHARED}${own(i + 1, 300)}`))
    expect(comparePairs(works)).toEqual([])
  })

  test('works of their own have none', () => {
    expect(comparePairs(Array.from({ length: 30 }, (_, i) => one(own(i + 1, 600))))).toEqual([])
  })

  test('winnowing misses no passage of its length', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.nat(500),
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 200 }),
        (x, y, p, q) => {
          const common = own(9_999, SHINGLE + WINDOW - 1)
          const a = new Set(winnow(`${own(x, p)}${common}${own(x + 1, 40)}`).map(({ hash }) => hash))
          const b = winnow(`${own(y + 1000, q)}${common}${own(y + 1001, 40)}`)
          expect(b.some(({ hash }) => a.has(hash))).toBe(true)
        },
      ),
    )
  })

  test('the same whatever the order of the works', () => {
    const works = [one(`${SHARED}${own(1, 60)}`), one(own(2, 300)), one(`${own(3, 50)}${SHARED}`)]
    const forward = comparePairs(works)
    const backward = comparePairs(works.toReversed())
    expect(backward.map(({ a, b, share }) => [2 - b, 2 - a, share])).toEqual(
      forward.map(({ a, b, share }) => [a, b, share]),
    )
  })
})
