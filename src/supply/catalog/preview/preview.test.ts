import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StoredColumn } from '../model.ts'
import { kindOf } from './kind.ts'
import { makePreview, PREVIEW_ROWS } from './make.ts'

const column = (name: string, more: Partial<StoredColumn> = {}): StoredColumn => ({
  name,
  type: 'VARCHAR',
  nulls: 0,
  distinctApprox: 50,
  why: 'values',
  format: null,
  ...more,
})

test('no value of an identifier column of the source occurs in a preview (property)', () => {
  const names = fc.constantFrom('psn_no', 'certno', 'tel', 'mdtrt_id', 'person', 'card_no', 'email', 'uscc')
  const source = fc.record({
    versionId: fc.uuid(),
    name: names,
    type: fc.constantFrom('VARCHAR', 'BIGINT'),
    // What identity and account numbers look like, and anything else.
    values: fc.array(
      fc.oneof(fc.bigInt({ min: 100_000_000n, max: 10n ** 18n }).map(String), fc.string({ minLength: 9 })),
      {
        minLength: 1,
        maxLength: 200,
      },
    ),
  })
  fc.assert(
    fc.property(source, ({ versionId, name, type, values }) => {
      const sorted = [...values].sort()
      const preview = makePreview({
        versionId,
        rows: 5_000,
        insuredColumn: 'person',
        columns: [
          column(name, { type, min: sorted[0]!, max: sorted.at(-1)!, distinctApprox: 5_000 }),
          column('medfee_sumamt', { type: 'DECIMAL(18,2)', min: '0.01', max: '98765.43' }),
          column('remark'),
          column('setl_time', { type: 'TIMESTAMP' }),
        ],
        known: {},
      })
      expect(preview.columns[0]!.kind).toBe('identifier')
      const cells = new Set(preview.rows.flat())
      for (const value of values) expect(cells.has(value)).toBe(false)
    }),
  )
})

test('is the same for the same version and another for another', () => {
  const source = {
    versionId: '01900000-0000-7000-8000-000000000001',
    rows: 10_000,
    insuredColumn: null,
    columns: [column('psn_no'), column('fee_amt', { type: 'DECIMAL(18,2)', max: '4321.00' })],
    known: {},
  }
  const preview = makePreview(source)
  expect(makePreview(source)).toEqual(preview)
  expect(preview.rows).toHaveLength(PREVIEW_ROWS)
  expect(makePreview({ ...source, versionId: '01900000-0000-7000-8000-000000000002' })).not.toEqual(preview)
  for (const row of preview.rows) expect(Number(row[1])).toBeLessThan(10_000)
})

test('takes codes from dictionaries alone, and says nothing of small tables', () => {
  const columns = [
    column('med_type', { nulls: 5 }),
    column('region', { nulls: 5 }),
    column('amount_amt', { type: 'DECIMAL(10,2)', max: '77.00' }),
  ]
  const known = { med_type: { type: 'code', codes: ['11', '21'] }, region: { type: 'code' } }
  const { rows } = makePreview({
    versionId: '01900000-0000-7000-8000-000000000001',
    rows: 10,
    insuredColumn: null,
    columns: columns.map((one) => ({ ...one, distinctApprox: 2 })),
    known,
  })
  for (const [code, free, amount] of rows) {
    expect(['11', '21']).toContain(code)
    expect(free).toMatch(/^合成代码 \d$/)
    expect(Number(amount)).toBeLessThan(1000)
  }
})

test('what is not known to be harmless is an identifier or a text', () => {
  const kind = (name: string, more: Partial<StoredColumn> = {}) => kindOf(column(name, more), 10_000, null)
  expect(kind('xyz')).toBe('text')
  expect(kind('xyz', { distinctApprox: 9_000 })).toBe('identifier')
  expect(kind('number_of_it', { type: 'BIGINT', distinctApprox: 9_000 })).toBe('identifier')
  expect(kind('medins_code', { distinctApprox: 9_000 })).toBe('identifier')
  expect(kind('age', { type: 'BIGINT' })).toBe('quantity')
  expect(kind('fee_amt', { type: 'DECIMAL(18,2)', distinctApprox: 9_999 })).toBe('amount')
  expect(kind('brdy', { type: 'DATE' })).toBe('date')
})
