import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../../test/support/supply.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import {
  changeZone,
  createZone,
  moveDataset,
  rebuildCatalog,
  refreshMeasures,
  registerDataset,
  searchCatalog,
  type SearchInput,
  updateDatasetText,
} from '../index.ts'
import { marksOf } from './highlight.ts'
import { askedOf, tokensOf } from './tokens.ts'

describe('words', () => {
  test('are single Chinese characters, pairs, and lower-case words', () => {
    expect([...tokensOf('DRG分组 Setl_D')].sort()).toEqual(['分', '分组', '组', 'd', 'drg', 'setl'].sort())
    expect(askedOf('结算信息').map(({ token }) => token)).toEqual(['结算', '算信', '信息'])
    expect(askedOf('费 Claims')).toEqual([
      { token: '费', prefix: false },
      { token: 'claims', prefix: true },
    ])
    expect(askedOf("%%' \\")).toEqual([])
  })

  test('of a part of a text are found in the text (property)', () => {
    const text = fc.stringMatching(/^[a-zA-Z0-9_ 医保结算信息参保缴费，]{1,40}$/)
    fc.assert(
      fc.property(text, fc.nat(40), fc.nat(40), (whole, from, length) => {
        const at = Math.min(from, whole.length)
        // A part that begins inside of a word of letters is not a prefix of it.
        fc.pre(!/[a-z0-9_]$/i.test(whole.slice(0, at)))
        const held = tokensOf(whole)
        for (const { token, prefix } of askedOf(whole.slice(at, at + length)))
          expect(prefix ? [...held].some((one) => one.startsWith(token)) : held.has(token)).toBe(true)
      }),
    )
  })

  test('are marked where they stand', () => {
    expect(marksOf('医保结算信息', '结算')).toEqual([[2, 4]])
    expect(marksOf('Settlement lines', 'line')).toEqual([[11, 15]])
    expect(marksOf('Settlement lines', 'ement')).toEqual([])
    expect(marksOf('门诊结算与住院结算', '结算')).toEqual([
      [2, 4],
      [7, 9],
    ])
  })
})

describe('search', () => {
  let space: SupplySpace
  let owner: UserActor
  let other: UserActor
  let zoneId: string
  const ids: Record<string, string> = {}
  const find = async (input: Partial<SearchInput>, actor: UserActor = other) => {
    const { items } = await searchCatalog(space.core, actor, { offset: 0, limit: 50, ...input })
    return items.map((one) => one.code)
  }
  const register = async (code: string, titleZh: string, titleEn: string, more: object = {}) => {
    ids[code] = await registerDataset(space.core, owner, { code, titleZh, titleEn, ...more })
  }

  beforeAll(async () => {
    space = await supplySpace()
    ;[owner, other] = [space.officer(), space.officer()]
    zoneId = await createZone(space.core, owner, { code: 'claims', titleZh: '结算专区', titleEn: 'Claims' })
    const theme = { entry: { theme: 'settlement' as const, rhythm: 'daily' as const } }
    await register('in_title', '医保结算信息', 'Settlements', theme)
    await register('jiesuan', '清单', 'Lists', { entry: { keywords: ['结算'] } })
    await register('in_columns', '明细', 'Lines', { columnTitles: { a: { zh: '结算金额', en: 'Amount' } } })
    await register('in_text', '其他', 'Other', { description: '与结算有关' })
    await register('settl_exact', '机构', 'Institutions 100%', { zoneId })
  })
  afterAll(() => space.stop())

  test('ranks titles before codes and keywords before descriptions', async () => {
    expect(await find({ text: '结算' })).toEqual(['in_title', 'jiesuan', 'in_text'])
    expect(await find({ text: 'in_text' })).toEqual(['in_text'])
    expect(await find({ text: 'settl' })).toEqual(['in_title', 'settl_exact'])
    expect((await find({ text: 'settl_exact' }))[0]).toBe('settl_exact')
    expect(await find({ text: '结算 明细' })).toEqual([])
    expect(await find({ text: '100%' })).toEqual(['settl_exact'])
    expect(await find({ text: '%' })).toEqual([])
  })

  test('filters, counts each facet without its own filter, and follows changes', async () => {
    const asked = { offset: 0, limit: 50, theme: ['settlement' as const] }
    const { items, facets, total } = await searchCatalog(space.core, other, asked)
    expect([items.length, total]).toEqual([1, 1])
    // Not counted, a filter narrows right away: what is found is the same.
    const alone = await searchCatalog(space.core, other, { ...asked, facets: 'false' })
    expect(alone).toEqual({ items, total, facets: null })
    expect(facets!.theme).toEqual([{ value: 'settlement', count: 1 }])
    expect(facets!.rhythm).toEqual([{ value: 'daily', count: 1 }])
    await updateDatasetText(space.core, owner, ids['in_text']!, {
      entry: { theme: 'drug', keywords: ['集采'] },
    })
    expect(await find({ text: '集采', theme: ['drug'] })).toEqual(['in_text'])
    const both = await searchCatalog(space.core, other, asked)
    expect(both.facets!.theme).toEqual([
      { value: 'drug', count: 1 },
      { value: 'settlement', count: 1 },
    ])
    const extras = {
      quality: async () =>
        new Map([
          [
            ids['in_text']!,
            { at: 1, versionId: null, classes: [{ class: 'logic', accuracy: 0.997, scanned: 9, dirty: 0 }] },
          ],
        ]),
    }
    await refreshMeasures(space.core, extras, [ids['in_text']!])
    expect(await find({ quality: ['9960'] })).toEqual(['in_text'])
    expect(await find({ quality: ['9990'] })).toEqual([])
    const { facets: counted } = await searchCatalog(space.core, other, { offset: 0, limit: 1 })
    expect(counted!.quality.map(({ value }) => value).sort()).toEqual(['9000', '9900', '9960'])
  })

  test('does not find what is for members of a zone', async () => {
    await moveDataset(space.core, owner, ids['in_title']!, zoneId)
    await changeZone(space.core, owner, zoneId, { rules: { readers: 'members' } })
    expect(await find({ text: '结算' })).not.toContain('in_title')
    expect(await find({ text: '结算' }, owner)).toContain('in_title')
    expect((await searchCatalog(space.core, null, { offset: 0, limit: 50 })).total).toBe(0)
    const { facets } = await searchCatalog(space.core, other, { offset: 0, limit: 50 })
    expect(facets!.zone).toEqual([])
    await changeZone(space.core, owner, zoneId, { rules: { readers: 'public' } })
    expect((await searchCatalog(space.core, null, { offset: 0, limit: 50 })).total).toBe(2)
  })

  test('the rows are derived: made anew they are the same', async () => {
    const rows = () =>
      sql`select id, code, readers, theme, words::text, card from catalog_search order by id`.execute(
        space.core.db,
      )
    const before = await rows()
    await sql`delete from catalog_search`.execute(space.core.db)
    expect(await rebuildCatalog(space.core)).toBe(5)
    expect((await rows()).rows).toEqual(before.rows)
  })
})
