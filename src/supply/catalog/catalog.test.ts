import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../test/support/supply.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { uuid7 } from '../../kernel/random.ts'
import {
  createProduct,
  createZone,
  datasetView,
  landVersion,
  listDatasets,
  listProducts,
  listZones,
  productView,
  publishProduct,
  registerDataset,
  tablesOf,
  updateDatasetText,
  versionView,
  withdrawProduct,
} from './index.ts'

let space: SupplySpace
beforeAll(async () => {
  space = await supplySpace()
})
afterAll(() => space.stop())

const newId = () => uuid7(space.core.random, Date.now())
const page = { offset: 0, limit: 50 }

async function landed(officer: UserActor, code: string): Promise<{ datasetId: string; versionId: string }> {
  const datasetId = await registerDataset(space.core, officer, {
    code,
    titleZh: '医保结算信息',
    titleEn: 'Settlements',
    insuredColumn: 'psn_no',
    insuredSystem: 'psn_no:310000',
    columnTitles: { psn_no: { zh: '人员编号', en: 'Person number' } },
  })
  const versionId = newId()
  const column = { type: 'VARCHAR', nulls: 0, distinctApprox: 9, why: 'values', format: null } as const
  await landVersion(space.core, officer, {
    versionId,
    datasetId,
    importId: newId(),
    rows: 10,
    rejected: 1,
    bytes: 100,
    hash: 'ab',
    contentHash: null,
    columns: [
      { ...column, name: 'psn_no' },
      { ...column, name: 'amount', type: 'DECIMAL(18,2)', nulls: 3, min: '1.00', max: '9.00' },
    ],
    insuredCount: 9,
    insuredGeneration: 1,
    files: [`versions/${versionId}/part-0.parquet`],
    sourceFiles: [{ name: 'secret-name.csv', bytes: 10, digest: 'cd', rows: 11 }],
  })
  return { datasetId, versionId }
}

describe('datasets', () => {
  test('show schema and titles to all, profile and file names to the owner alone', async () => {
    const [owner, other] = [space.officer(), space.officer()]
    const { datasetId, versionId } = await landed(owner, 'setl_d')
    const mine = (await datasetView(space.core, owner, datasetId))!
    const theirs = (await datasetView(space.core, other, datasetId))!
    expect(mine.columns[1]!.profile).toMatchObject({ min: '1.00', max: '9.00', nulls: 3 })
    expect(theirs.columns[0]).toMatchObject({
      name: 'psn_no',
      titleZh: '人员编号',
      type: 'VARCHAR',
      nullable: false,
    })
    expect(theirs.latest).toMatchObject({ rows: 10, insuredCount: 9, number: 1 })
    expect(JSON.stringify(theirs)).not.toContain('9.00')
    expect((await versionView(space.core, owner, versionId))!.sourceFiles).toHaveLength(1)
    expect(JSON.stringify(await versionView(space.core, other, versionId))).not.toContain('secret-name')
  })

  test('are found by Chinese and English text, zone and owner; wildcards are plain characters', async () => {
    const owner = space.officer()
    const zoneId = await createZone(space.core, owner, {
      code: 'sh',
      titleZh: '上海专区',
      titleEn: 'Shanghai',
    })
    const input = { code: 'psn_info_b', titleZh: '人员基本信息', titleEn: 'Persons 100%', zoneId }
    await registerDataset(space.core, owner, input)
    const find = async (filter: object) =>
      (await listDatasets(space.core, { ...page, ...filter })).items.map((one) => one.code)
    expect(await find({ text: '基本' })).toEqual(['psn_info_b'])
    expect(await find({ text: 'persons', participantId: owner.participantId })).toEqual(['psn_info_b'])
    expect(await find({ text: '100%' })).toEqual(['psn_info_b'])
    expect(await find({ text: '1%0' })).toEqual([])
    expect(await find({ zoneId })).toEqual(['psn_info_b'])
    expect((await listZones(space.core)).find((zone) => zone.id === zoneId)).toMatchObject({ datasets: 1 })
    await expect(
      createZone(space.core, owner, { code: 'sh', titleZh: 'x', titleEn: 'x' }),
    ).rejects.toMatchObject({
      code: 'ZONE_CODE_TAKEN',
    })
    await expect(registerDataset(space.core, owner, input)).rejects.toMatchObject({
      code: 'DATASET_CODE_TAKEN',
    })
  })

  test('take only types that the import can check exactly', async () => {
    const owner = space.officer()
    for (const type of [
      'DOUBLE',
      'varchar',
      'DECIMAL(39,2)',
      'DECIMAL(2,3)',
      'DECIMAL(0,0)',
      'BIGINT; DROP TABLE x',
    ]) {
      const made = registerDataset(space.core, owner, {
        code: 'x',
        titleZh: 'x',
        titleEn: 'x',
        schema: { a: type },
      })
      await expect(made).rejects.toMatchObject({ code: 'IMPORT_TYPE_UNKNOWN', params: { column: 'a' } })
    }
    await registerDataset(space.core, owner, {
      code: 'x',
      titleZh: 'x',
      titleEn: 'x',
      schema: { a: 'DECIMAL(38,38)' },
    })
  })

  test('are described by their owner alone', async () => {
    const [owner, other] = [space.officer(), space.officer()]
    const { datasetId } = await landed(owner, 'mdtrt_d')
    await expect(updateDatasetText(space.core, other, datasetId, { titleZh: 'x' })).rejects.toMatchObject({
      code: 'NOT_OWNER',
    })
    await updateDatasetText(space.core, owner, datasetId, {
      columnTitles: { amount: { zh: '金额', en: 'Amount' } },
    })
    const view = (await datasetView(space.core, owner, datasetId))!
    expect(view.columns.map((column) => column.titleZh)).toEqual(['人员编号', '金额'])
    expect(view.titleZh).toBe('医保结算信息')
  })
})

describe('products', () => {
  test('bind versions of the own body, are seen when published, and give absolute files', async () => {
    const [owner, other] = [space.officer(), space.officer()]
    const { versionId } = await landed(owner, 'setl_d')
    const input = {
      code: 'claims',
      titleZh: '结算产品',
      titleEn: 'Claims',
      tables: [{ name: 'setl_d', versionId }],
    }
    await expect(createProduct(space.core, other, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const twice = { ...input, tables: [input.tables[0]!, input.tables[0]!] }
    await expect(createProduct(space.core, owner, twice)).rejects.toMatchObject({
      code: 'PRODUCT_TABLE_NAME',
    })
    const id = await createProduct(space.core, owner, input)
    const seen = async () =>
      (await listProducts(space.core, other, { ...page, text: '结算' })).items.map((one) => one.id)
    expect(await seen()).not.toContain(id)
    expect(await productView(space.core, other, id)).toBeUndefined()
    await expect(publishProduct(space.core, other, id)).rejects.toMatchObject({ code: 'NOT_OWNER' })
    await publishProduct(space.core, owner, id)
    expect(await seen()).toContain(id)
    expect(JSON.stringify(await productView(space.core, other, id))).not.toContain('9.00')
    expect(await tablesOf(space.core, id)).toMatchObject([
      {
        name: 'setl_d',
        versionId,
        persons: true,
        insuredSystem: 'psn_no:310000',
        files: [`${space.core.home}/versions/${versionId}/part-0.parquet`],
        columns: [
          { name: 'psn_no', nullable: false, titleZh: '人员编号' },
          { name: 'amount', type: 'DECIMAL(18,2)', nullable: true },
        ],
      },
    ])
    await expect(publishProduct(space.core, owner, id)).rejects.toMatchObject({ code: 'PRODUCT_STATE' })
    await withdrawProduct(space.core, owner, id)
    expect(await seen()).not.toContain(id)
  })
})
