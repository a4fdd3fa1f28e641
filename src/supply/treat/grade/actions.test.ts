import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../../test/support/supply.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { uuid7 } from '../../../kernel/random.ts'
import {
  createProduct,
  legalMigrations,
  legalOf,
  publishProduct,
  registerDataset,
} from '../../catalog/index.ts'
import { importVersion } from '../../source/index.ts'
import {
  addScheme,
  confirmGrades,
  decideImportance,
  floorsOf,
  gradeMigrations,
  gradingView,
  lookAt,
  offerFloor,
  SHIPPED_SCHEMES,
  stateLegal,
  thresholdOf,
} from './index.ts'

let space: SupplySpace
let owner: UserActor
let datasetId: string
let versionId: string
beforeAll(async () => {
  space = await supplySpace({ products: { assessment: 'required' } }, [legalMigrations, gradeMigrations])
  owner = space.officer()
  datasetId = await registerDataset(space.core, owner, {
    code: 'visits',
    titleZh: '就诊',
    titleEn: 'Visits',
    insuredColumn: 'psn_no',
    insuredSystem: 'psn_no:310000',
  })
  const people = [
    ['1', '11010519491231002X', '王伟', 'B20.100', '联系人王伟，上海市示例路1号'],
    ['2', '一段文字', '李小龙', 'I10.x00', '无'],
    ['3', '另一段', '张敏', 'E11.900', '无'],
  ]
  const file = join(await space.folder('in'), 'visits.csv')
  await writeFile(
    file,
    ['psn_no,extra,psn_name,diag_code,remark_1', ...people.map((line) => line.join(','))].join('\n') + '\n',
  )
  const importId = uuid7(space.core.random, Date.now())
  versionId = (await importVersion(space.core, owner, { importId, datasetId, paths: [file] })).versionId
})
afterAll(() => space.stop())

describe('grading a dataset', () => {
  test('values say what names hide, and only their counts leave', async () => {
    expect(await lookAt(space.core, owner, datasetId)).toBe(3)
    const view = await gradingView(space.core, owner, datasetId)
    const of = (name: string) => view.columns.find((column) => column.column === name)!.suggestion
    expect(of('extra')).toMatchObject({
      role: 'direct',
      level: 'L4',
      reasons: [{ kind: 'id_number', matched: 1, looked: 3 }],
    })
    expect(of('remark_1').reasons.map((reason) => reason.kind)).toContain('name_in_text')
    expect(of('diag_code').reasons).toContainEqual({
      kind: 'sensitive_diagnosis',
      by: 'values',
      matched: 1,
      looked: 3,
    })
    expect(JSON.stringify(view)).not.toContain('11010519491231002X')
    expect(view.looked).toMatchObject({ versionId, rows: 3 })
  })

  test('is for its owner alone', async () => {
    const other = space.officer()
    await expect(gradingView(space.core, other, datasetId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const columns = { psn_no: { level: 'L4', role: 'direct' as const, reason: '人员编号' } }
    await expect(confirmGrades(space.core, other, datasetId, { columns })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(lookAt(space.core, other, uuid7(space.core.random, 0))).rejects.toMatchObject({
      code: 'GRADE_NO_VERSION',
    })
  })

  test('sets the floor: nothing while ungraded, then what the level allows', async () => {
    expect(await floorsOf(space.core, datasetId)).toBe(null)
    await confirmGrades(space.core, owner, datasetId, {
      columns: {
        psn_no: { level: 'L4', role: 'direct', reason: '人员编号' },
        diag_code: { level: 'L5', role: 'sensitive', reason: '含艾滋病诊断' },
      },
    })
    const floors = (await floorsOf(space.core, datasetId))!
    expect(floors.get('psn_no')).toEqual({ level: 'L4', allows: ['join', 'identity', 'hidden'] })
    expect(floors.get('diag_code')!.allows).toEqual(['hidden'])
    expect(await thresholdOf(space.core, datasetId, ['diag_code'])).toEqual({ minK: 20, maxRisk: 0.05 })
    expect(await thresholdOf(space.core, datasetId, [])).toEqual({ minK: 5, maxRisk: 0.2 })
    expect(await offerFloor(space.core, datasetId, ['psn_no'])).toMatchObject({ offer: 'any' })
    expect(await offerFloor(space.core, datasetId, ['diag_code'])).toEqual({ offer: 'named', level: 'L5' })
  })

  test('refuses what the scheme or the data do not have', async () => {
    const confirm = (scheme: string, column: string, level: string) =>
      confirmGrades(space.core, owner, datasetId, {
        scheme,
        columns: { [column]: { level, role: 'plain', reason: '测试' } },
      })
    await expect(confirm('gbt39725', 'nothing', 'L2')).rejects.toMatchObject({ code: 'GRADE_COLUMN_UNKNOWN' })
    await expect(confirm('gbt39725', 'extra', 'L9')).rejects.toMatchObject({ code: 'GRADE_LEVEL_UNKNOWN' })
    await expect(confirm('gbt43697', 'extra', 'general')).rejects.toMatchObject({ code: 'GRADE_SCHEME_KIND' })
  })

  test('core data may be offered to nobody: a person decided it, with reasons', async () => {
    const decision = {
      catalogue: '无适用目录',
      scale: '全省参保人',
      reason: '覆盖全省且含明细诊断，按核心数据管理。',
    }
    await expect(
      decideImportance(space.core, owner, datasetId, { ...decision, level: 'core', reason: '短' }),
    ).rejects.toThrow()
    await decideImportance(space.core, owner, datasetId, { ...decision, level: 'core' })
    expect(await offerFloor(space.core, datasetId, [])).toEqual({ offer: 'none', level: 'core' })
    await decideImportance(space.core, owner, datasetId, { ...decision, level: 'important' })
    expect(await offerFloor(space.core, datasetId, [])).toEqual({ offer: 'named', level: 'important' })
    const { importance } = await gradingView(space.core, owner, datasetId)
    expect(importance).toMatchObject({ level: 'important', reason: decision.reason, decidedBy: owner.userId })
  })

  test('a further version of a scheme leaves what was decided under the first', async () => {
    const next = {
      ...SHIPPED_SCHEMES[0]!,
      version: 2,
      levels: SHIPPED_SCHEMES[0]!.levels.map((level) => ({ ...level, minK: level.minK + 1 })),
    }
    await expect(addScheme(space.core, owner, { ...next, version: 5 })).rejects.toMatchObject({
      code: 'GRADE_SCHEME_VERSION',
      params: { next: 2 },
    })
    await addScheme(space.core, owner, next)
    expect((await gradingView(space.core, owner, datasetId)).scheme.version).toBe(2)
    expect((await thresholdOf(space.core, datasetId, ['diag_code'])).minK).toBe(20)
  })
})

describe('a product of personal data', () => {
  const assessment = {
    purpose: '统计分析所必需',
    impact: '小组统计可能推断到个人',
    measures: '最小分组与存证',
    author: '王专员',
    date: '2026-01-05',
    conclusion: 'acceptable' as const,
  }

  test('is published only with an acceptable assessment, and is never called anonymised', async () => {
    const tables = [{ name: 'visits', versionId }]
    const productId = await createProduct(space.core, owner, {
      code: 'p',
      titleZh: '产品',
      titleEn: 'Product',
      tables,
    })
    const publish = () => publishProduct(space.core, owner, productId)
    await expect(publish()).rejects.toMatchObject({ code: 'PRODUCT_NOT_ASSESSED' })
    const state = (wish: Parameters<typeof stateLegal>[3]) => stateLegal(space.core, owner, productId, wish)
    await state({ state: 'deidentified', assessment: null })
    await expect(publish()).rejects.toMatchObject({ code: 'PRODUCT_NOT_ASSESSED' })
    await state({ state: 'deidentified', assessment: { ...assessment, conclusion: 'not_acceptable' } })
    await expect(publish()).rejects.toMatchObject({ code: 'PRODUCT_NOT_ASSESSED' })
    await expect(state({ state: 'anonymised', assessment })).rejects.toMatchObject({
      code: 'LEGAL_NOT_ANONYMOUS',
    })
    await state({ state: 'deidentified', assessment })
    await publish()
    expect(await legalOf(space.core, productId)).toMatchObject({ state: 'deidentified', assessment })
  })
})
