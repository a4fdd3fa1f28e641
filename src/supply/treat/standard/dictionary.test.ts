import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestSpace, testSpace } from '../../../../test/support/evidence.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { identityMigrations, registerParticipant } from '../../../safeguard/identity/index.ts'
import { addDictionaryVersion, decideElement, loadStandard } from './actions.ts'
import { readCodes } from './dictionary-text.ts'
import { shippedDictionary } from './library.ts'
import { standardMigrations } from './index.ts'
import { codeWords, diffCodes } from './rules.ts'
import { dataElements, dictionaries, dictionary, dictionaryVersion } from './store.ts'

let space: TestSpace
beforeAll(async () => {
  space = await testSpace([identityMigrations, standardMigrations])
})
afterAll(() => space.stop())
const maker = systemActor('test')

describe('dictionaries as versioned data', () => {
  test('are loaded once; a correction is a version, and the old one stays', async () => {
    const { core, clock } = space
    await loadStandard(core)
    await loadStandard(core)
    const at = clock.now()
    const gend = (await dictionary(core, 'gend'))!
    expect(gend.version).toBe(1)
    expect((await dictionaries(core)).size).toBeGreaterThan(20)
    clock.advance(1_000)
    const codes = [
      ...gend.codes,
      { code: '3', zh: '其他', en: 'Other', synonyms: [], from: null, until: null, mark: null },
    ]
    await addDictionaryVersion(core, maker, 'gend', { note: '新增', codes })
    expect((await dictionary(core, 'gend'))!.version).toBe(2)
    expect((await dictionary(core, 'gend', at))!.version).toBe(1)
    expect((await dictionaryVersion(core, 'gend', 1))!.codes).toHaveLength(gend.codes.length)
    await expect(addDictionaryVersion(core, maker, 'gend', { note: 'x', codes })).rejects.toMatchObject({
      code: 'DICTIONARY_SAME',
    })
    await loadStandard(core)
    expect((await dictionary(core, 'gend'))!.version).toBe(2)
  })

  test('are corrected by the operator alone', async () => {
    const body = { nameZh: '某局', nameEn: 'Bureau', regionCode: '310000' }
    const bureau = await registerParticipant(space.core, maker, {
      ...body,
      uscc: '11310000MB9100013G',
      roles: ['provider'],
    }).catch((error: unknown) => error)
    const participantId = typeof bureau === 'string' ? bureau : '00000000-0000-7000-8000-000000000000'
    const actor = { kind: 'user', userId: participantId, participantId, roles: ['data_officer'] } as const
    const { codes } = shippedDictionary('naty')!
    await expect(addDictionaryVersion(space.core, actor, 'naty', { note: 'x', codes })).rejects.toMatchObject(
      { code: 'NOT_OPERATOR' },
    )
  })

  test('are read from CSV and JSON with the line of what is wrong', () => {
    const csv =
      '\uFEFFcode,zh,en,synonyms,from,until,mark\r\n1,男,Male,男性|M,2020-01-01,,\r\n"2","女, 性",Female,,,,unverified\r\n'
    expect(readCodes('csv', csv)).toEqual([
      {
        code: '1',
        zh: '男',
        en: 'Male',
        synonyms: ['男性', 'M'],
        from: '2020-01-01',
        until: null,
        mark: null,
      },
      { code: '2', zh: '女, 性', en: 'Female', synonyms: [], from: null, until: null, mark: 'unverified' },
    ])
    expect(readCodes('json', JSON.stringify({ codes: [{ code: 'A', zh: '甲' }] }))[0]!.code).toBe('A')
    expect(() => readCodes('csv', 'code,zh\n1,男\n,女\n')).toThrow(/line 3|Line 3/i)
    expect(() => readCodes('csv', 'a,b\n1,2\n')).toThrow('columns are')
    expect(() => readCodes('json', '{')).toThrow('no JSON')
    expect(() => readCodes('csv', 'code,zh,synonyms\n1,男,M\n2,女,M\n')).toThrow('"M" stands for two codes')
  })

  test('tell what a version changes, and which words stand for which code', () => {
    const one = (code: string, zh: string, synonyms: string[] = []) => ({
      code,
      zh,
      en: '',
      synonyms,
      from: null,
      until: null,
      mark: null,
    })
    const diff = diffCodes(
      [one('1', '男'), one('2', '女'), one('3', '旧')],
      [one('1', '男'), one('2', '女性'), one('4', '新')],
    )
    expect(diff.added.map(({ code }) => code)).toEqual(['4'])
    expect(diff.removed.map(({ code }) => code)).toEqual(['3'])
    expect(diff.changed.map(({ after }) => after.zh)).toEqual(['女性'])
    expect(diff.same).toBe(1)
    const list = {
      code: 'x',
      version: 1,
      titleZh: '',
      titleEn: '',
      basis: '',
      codes: [one('1', '甲', ['同']), one('2', '乙', ['同', '二'])],
    }
    expect(Object.fromEntries(codeWords(list))).toEqual({ '1': '1', '2': '2', 甲: '1', 乙: '2', 二: '2' })
    const old = { ...list, codes: [{ ...one('1', '甲'), until: '2020-12-31' }] }
    expect(codeWords(old, '2021-01-01').size).toBe(0)
    expect(codeWords(old, '2020-01-01').get('甲')).toBe('1')
  })

  test('words of the shipped ones: 男, 汉族, 职工', () => {
    const code = (list: string, word: string) => codeWords(shippedDictionary(list)!).get(word)
    expect([
      code('gend', '男'),
      code('naty', '汉族'),
      code('insutype', '职工'),
      code('insutype', '居民'),
    ]).toEqual(['1', '01', '310', '390'])
  })
})

describe('the register of data elements', () => {
  test('has one source for each, which only a column of the element can be', async () => {
    const { core } = space
    const certno = (await dataElements(core)).find(({ code }) => code === 'certno')!
    expect(certno).toMatchObject({
      source_table: 'natural_person',
      source_column: 'certno',
      decided_at: null,
    })
    const decision = {
      definitionZh: '证件',
      definitionEn: 'Document',
      standard: 'GB 11643',
      participantId: null,
    }
    await decideElement(core, maker, 'certno', {
      ...decision,
      source: { table: 'psn_info_b', column: 'certno' },
    })
    const after = (await dataElements(core)).find(({ code }) => code === 'certno')!
    expect(after).toMatchObject({ source_table: 'psn_info_b', standard: 'GB 11643' })
    expect(after.decided_at).not.toBeNull()
    const wrong = { ...decision, source: { table: 'psn_info_b', column: 'psn_no' } }
    await expect(decideElement(core, maker, 'certno', wrong)).rejects.toMatchObject({
      code: 'ELEMENT_SOURCE',
    })
    await expect(decideElement(core, maker, 'nothing', { ...decision, source: null })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
