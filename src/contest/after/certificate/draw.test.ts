import { describe, expect, test } from 'vitest'
import { pdfText } from '../../../../test/support/pdf-text.ts'
import type { CertificateContent } from './content.ts'
import { drawCertificate } from './draw.ts'
import { newNumber, readNumber } from './number.ts'

const content: CertificateContent = {
  number: 'ZHYB2026-7K3F9QX2BM',
  contestZh: '全国智慧医保大赛（演示）',
  contestEn: 'Smart Medical Insurance Contest (demo)',
  awardZh: '一等奖',
  awardEn: 'First prize',
  divisionZh: '基金监管',
  divisionEn: 'Fund supervision',
  team: '甲队',
  title: '基于可信数据空间的住院费用预测',
  members: ['张一', '李二', '王三'],
  bodies: ['示例大学附属医院', '示例科技有限公司'],
  organiserZh: '示例举办单位',
  organiserEn: 'Example organiser',
  at: Date.UTC(2026, 10, 22, 4),
  day: '2026-11-22',
  address: 'https://space.example/contest/zhyb-2026/certificates/ZHYB2026-7K3F9QX2BM',
  demo: true,
}
const squeeze = (text: string) => text.replaceAll(/\s+/g, '')

describe('a certificate', () => {
  test('holds what it says as text, on one page, and the same bytes each time', {
    timeout: 60_000,
  }, async () => {
    const bytes = await drawCertificate(content)
    const text = squeeze(pdfText(bytes))
    const { number, contestZh, awardZh, awardEn, team, title, organiserZh, day, address } = content
    for (const said of [number, contestZh, awardZh, awardEn, team, title, organiserZh, day, address])
      expect(text).toContain(squeeze(said))
    for (const said of [...content.members, ...content.bodies, '演示赛事']) expect(text).toContain(said)
    expect(bytes.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1)
    expect(await drawCertificate(content)).toEqual(bytes)
    expect(await drawCertificate({ ...content, members: ['张一'] })).not.toEqual(bytes)
  })

  test('says of itself its number and its day, and nothing else', { timeout: 60_000 }, async () => {
    const text = (await drawCertificate(content)).toString('latin1')
    const info = /\/Info (\d+) 0 R/.exec(text)![1]
    const object = new RegExp(`\\n${info} 0 obj\\n([\\s\\S]*?)endobj`).exec(text)![1]!
    expect([...object.matchAll(/\/([A-Z][A-Za-z]+) /g)].map(([, name]) => name!).sort()).toEqual([
      'CreationDate',
      'Title',
    ])
    expect(text).not.toContain('/Metadata')
  })

  test('leaves nobody out, however many there are', { timeout: 60_000 }, async () => {
    const members = Array.from({ length: 50 }, (_, at) => `成员欧阳某某${at}`)
    const bodies = Array.from({ length: 20 }, (_, at) => `名称很长的示例单位股份有限公司第${at}分公司`)
    const bytes = await drawCertificate({ ...content, members, bodies })
    const text = squeeze(pdfText(bytes))
    for (const name of [...members, ...bodies]) expect(text).toContain(name)
    expect(bytes.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1)
  })
})

describe('a number', () => {
  const drawn = (value: number) => ({ bytes: (length: number) => new Uint8Array(length).fill(value) })
  test('names the contest and is drawn by lot', () => {
    expect(newNumber(drawn(255), 'zhyb-2026')).toBe('ZHYB2026-ZZZZZZZZZZ')
    expect(newNumber(drawn(0), 'a')).toBe('A-0000000000')
  })
  test('is read as it is typed, and refused where it cannot be one', () => {
    expect(readNumber(' zhyb2026-7k3f9qx2bm ')).toBe('ZHYB2026-7K3F9QX2BM')
    for (const text of ['', 'ZHYB2026', 'ZHYB2026-7K3F9QX2B', 'ZHYB2026-7K3F9QX2BI', '../../etc'])
      expect(readNumber(text)).toBeNull()
  })
})
