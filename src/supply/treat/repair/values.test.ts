import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { quoteText } from '../../source/index.ts'
import { openTestDuck } from './duck.fixture.ts'
import { type Form, FORMS } from './model.ts'
import { inForm } from './values.ts'

/** GB 11643: Σ weight × digit mod 11, where the weight of a place is 2 to the power of its distance from the end. */
const idCheck = (first17: string): string => {
  const sum = [...first17.matchAll(/\d/g)].reduce(
    (n, [digit], i) => n + Number(digit) * (2 ** (17 - i) % 11),
    0,
  )
  return '10X98765432'[sum % 11]!
}

let duck: Awaited<ReturnType<typeof openTestDuck>>
beforeAll(async () => {
  duck = await openTestDuck()
})
afterAll(() => duck.connection.closeSync())

/** Texts in a form, all in one statement. */
async function written(form: Form, texts: readonly string[]): Promise<(string | null)[]> {
  const values = texts.map((text, i) => `(${i}, ${quoteText(text)})`).join(', ')
  const rows = await duck.rows(`SELECT ${inForm(form, 'x')} AS v FROM (VALUES ${values}) t(i, x) ORDER BY i`)
  return rows.map((row) => row['v'] as string | null)
}

describe('the same thing, soundly written', () => {
  test.each<[Form, string, string | null]>([
    ['amount', '¥1,234.5', '1234.50'],
    ['amount', '１２３.４５', '123.45'],
    ['amount', '-0.10', '-0.10'],
    ['amount', '9999999999999999.99', '9999999999999999.99'],
    ['amount', '12.345', null],
    ['amount', 'free', null],
    ['date', '20240229', '2024-02-29'],
    ['date', '2024/2/9', '2024-02-09'],
    ['date', '2024年2月9日', '2024-02-09'],
    ['date', '2023-02-29', null],
    ['datetime', '2024/01/05 08:09:10', '2024-01-05 08:09:10'],
    ['datetime', '20240105080910', '2024-01-05 08:09:10'],
    ['month', '2024-05', '202405'],
    ['month', '2024-13', null],
    ['mobile', '138-0013-8000', '13800138000'],
    ['mobile', '+86 13800138000', '13800138000'],
    ['mobile', '1380013800', null],
    ['certno', ' 11010519491231002x ', '11010519491231002X'],
    ['certno', '１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X'],
    ['upper', ' h31010400001', 'H31010400001'],
    ['diagnosis', 'i10.X00X002', 'I10.x00x002'],
    ['diagnosis', 'A18.822+I68.1*', null],
    ['text', '　张三 ', '张三'],
    ['text', '（示例）', '（示例）'],
  ])('%s: %j is %j', async (form, text, want) => {
    expect(await written(form, [text])).toEqual([want])
  })

  test('15 digits become 18 with the check character of GB 11643', async () => {
    const digits = fc
      .integer({ min: 10_00_00, max: 65_99_99 })
      .chain((area) =>
        fc.tuple(
          fc.constant(area),
          fc.integer({ min: 0, max: 99 }),
          fc.integer({ min: 1, max: 12 }),
          fc.integer({ min: 1, max: 28 }),
          fc.integer({ min: 1, max: 999 }),
        ),
      )
    const texts = fc.sample(digits, 50).map(([area, y, m, d, n]) => {
      const two = (v: number) => String(v).padStart(2, '0')
      return { area: String(area), rest: `${two(y)}${two(m)}${two(d)}${String(n).padStart(3, '0')}` }
    })
    const got = await written(
      'certno',
      texts.map(({ area, rest }) => area + rest),
    )
    expect(got).toEqual(
      texts.map(({ area, rest }) => {
        const first = `${area}19${rest}`
        return first + idCheck(first)
      }),
    )
  })

  test('what is written soundly stays as it is, whatever came in', async () => {
    const noise = fc
      .sample(
        fc.oneof(
          fc.string({
            unit: fc.constantFrom(...'0123456789-/. ¥,xX年月日０１２＋'.split('')),
            maxLength: 20,
          }),
          fc.string({ maxLength: 20 }),
        ),
        200,
      )
      .map((text) => text.replaceAll('\u0000', ''))
    for (const form of FORMS) {
      const once = await written(form, noise)
      const kept = once.filter((text) => text !== null)
      if (kept.length > 0) expect(await written(form, kept), form).toEqual(kept)
    }
  })
})
