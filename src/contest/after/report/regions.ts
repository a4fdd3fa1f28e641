/**
 * Provinces by the first two digits of GB/T 2260, as digits 3 and 4 of a unified social credit code hold them (GB 32100:
 * where the body is registered). A public table; names as in GB/T 2260.
 */
export const PROVINCES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  '11': ['北京', 'Beijing'],
  '12': ['天津', 'Tianjin'],
  '13': ['河北', 'Hebei'],
  '14': ['山西', 'Shanxi'],
  '15': ['内蒙古', 'Inner Mongolia'],
  '21': ['辽宁', 'Liaoning'],
  '22': ['吉林', 'Jilin'],
  '23': ['黑龙江', 'Heilongjiang'],
  '31': ['上海', 'Shanghai'],
  '32': ['江苏', 'Jiangsu'],
  '33': ['浙江', 'Zhejiang'],
  '34': ['安徽', 'Anhui'],
  '35': ['福建', 'Fujian'],
  '36': ['江西', 'Jiangxi'],
  '37': ['山东', 'Shandong'],
  '41': ['河南', 'Henan'],
  '42': ['湖北', 'Hubei'],
  '43': ['湖南', 'Hunan'],
  '44': ['广东', 'Guangdong'],
  '45': ['广西', 'Guangxi'],
  '46': ['海南', 'Hainan'],
  '50': ['重庆', 'Chongqing'],
  '51': ['四川', 'Sichuan'],
  '52': ['贵州', 'Guizhou'],
  '53': ['云南', 'Yunnan'],
  '54': ['西藏', 'Tibet'],
  '61': ['陕西', 'Shaanxi'],
  '62': ['甘肃', 'Gansu'],
  '63': ['青海', 'Qinghai'],
  '64': ['宁夏', 'Ningxia'],
  '65': ['新疆', 'Xinjiang'],
  '71': ['台湾', 'Taiwan'],
  '81': ['香港', 'Hong Kong'],
  '82': ['澳门', 'Macao'],
}

/** `10` is what the state's own authorities register (国家用), and what is unknown is told as such. */
export const regionOf = (uscc: string): string => {
  const code = uscc.slice(2, 4)
  return code in PROVINCES ? code : code === '10' ? 'national' : 'other'
}

/** By the first two characters (GB 32100: registering department and kind of body). */
export const BODY_KINDS = [
  'agency',
  'institution',
  'company',
  'association',
  'self_employed',
  'other',
] as const
export type BodyKind = (typeof BODY_KINDS)[number]

export function bodyKindOf(uscc: string): BodyKind {
  const [department, kind] = uscc
  if (department === '1') return kind === '1' ? 'agency' : kind === '2' ? 'institution' : 'other'
  if (department === '5') return 'association'
  if (department === '9') return kind === '2' ? 'self_employed' : 'company'
  return 'other'
}
