import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../../test/support/supply.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { registerDataset } from '../../catalog/index.ts'
import { importVersion } from '../import.ts'
import { findPerson, indexPersons, personKeys, personMigrations } from './index.ts'

let space: SupplySpace
beforeAll(async () => {
  space = await supplySpace({}, [personMigrations])
})
afterAll(() => space.stop())

const HEAD = 'psn_no,certno,psn_name,surv_stas'
const newId = () => uuid7(space.core.random, Date.now())

async function register(region: string, rows: readonly string[], datasetId?: string) {
  const officer = space.officer()
  const code = `p${region}_psn_info_b`
  const words = {
    code,
    titleZh: code,
    titleEn: code,
    insuredColumn: 'psn_no',
    insuredSystem: `psn_no:${region}`,
  }
  const id = datasetId ?? (await registerDataset(space.core, officer, words))
  const path = join(await space.folder(newId()), 'f.csv')
  await writeFile(path, [HEAD, ...rows, ''].join('\n'))
  const landed = await importVersion(space.core, officer, { importId: newId(), datasetId: id, paths: [path] })
  return { id, versionId: landed.versionId }
}

const certno = async (number: string, name?: string) => {
  const keys = await personKeys(space.core)
  return findPerson(space.core, {
    certKey: keys.certno(number),
    ...(name === undefined ? {} : { nameKey: keys.name(number, name) }),
  })
}

describe('the index of persons', () => {
  test('knows a person by number and name, one person over all registers, and nobody else', {
    timeout: 120_000,
  }, async () => {
    const shanghai = await register('31', [
      'a1,11010119900101001x,张三,1',
      'a2,110101199001010028,李四,1',
      // Entered by mistake with the number of somebody else.
      'a3,110101199001010028,王五,1',
      'a4,,赵六,1',
    ])
    const jiangsu = await register('32', ['b9,11010119900101001X,张 三,1'])
    const made = await indexPersons(space.core)
    expect(made).toEqual(
      expect.arrayContaining([
        { datasetId: shanghai.id, rows: 3 },
        { datasetId: jiangsu.id, rows: 1 },
      ]),
    )
    const found = (await certno('１１０１０１ 19900101-001ｘ', ' 张三'))!
    expect(found.numbers.map((one) => one.datasetId).toSorted()).toEqual([shanghai.id, jiangsu.id].toSorted())
    expect(found.numbers.map((one) => one.insured)).toContain(found.person)
    expect(await certno('11010119900101001X', '李四')).toBeNull()
    expect(await certno('110101199001010036', '张三')).toBeNull()
    // Two names under one number: whom it means nobody knows until the register is mended.
    expect(await certno('110101199001010028')).toBeNull()
    expect(await certno('110101199001010028', '李四')).toBeNull()
    const keys = await personKeys(space.core)
    const byNumber = await findPerson(space.core, { psnKey: keys.system('psn_no:31', 'a1 ') })
    expect(byNumber?.person).toBe(found.person)
    expect(await findPerson(space.core, { psnKey: keys.system('psn_no:32', 'a1') })).toBeNull()
    expect(await indexPersons(space.core)).toEqual([])
  })

  test('follows a new version of a register, and holds nothing readable', { timeout: 120_000 }, async () => {
    const first = await register('33', ['c1,110101199001010044,孙七,1', 'c2,110101199001010052,周八,1'])
    await indexPersons(space.core)
    const before = await certno('110101199001010044', '孙七')
    await register('33', ['c1,110101199001010044,孙七,1'], first.id)
    expect(await indexPersons(space.core)).toEqual([{ datasetId: first.id, rows: 1 }])
    expect((await certno('110101199001010044', '孙七'))?.person).toBe(before!.person)
    expect(await certno('110101199001010052', '周八')).toBeNull()
    const rows = await space.core.db.selectFrom('insured_identity').selectAll().execute()
    expect(JSON.stringify(rows)).not.toMatch(/110101199|孙|周|"c1"/)
  })
})
