/** What a text tells of a person by its form alone: numbers with check digits, names by their surname. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK = '10X98765432'

/** A 居民身份证 number of 18 characters with a possible date and the right check digit (GB 11643). */
export function isIdNumber(text: string): boolean {
  if (!/^\d{6}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(text)) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0)
  return CHECK[sum % 11] === text[17]!.toUpperCase()
}

/** A number of 16 to 19 digits with the right check digit (ISO/IEC 7812-1, Luhn). */
export function isBankCard(text: string): boolean {
  if (!/^\d{16,19}$/.test(text)) return false
  const sum = Array.from(text)
    .reverse()
    .reduce((total, digit, i) => {
      const value = i % 2 === 0 ? Number(digit) : Number(digit) * 2
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}

/** The hundred most frequent surnames, and the compound ones that occur most. */
export const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常'
const COMPOUND_SURNAMES = [
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '令狐',
  '慕容',
  '司徒',
  '夏侯',
]

const SHORT_NAME = new RegExp(
  `^(?:[${SURNAMES}][\\u4e00-\\u9fa5]{1,2}|(?:${COMPOUND_SURNAMES.join('|')})[\\u4e00-\\u9fa5]{1,2})$`,
)

/** A surname and one or two characters. Words may look so too (黄芪): in columns what most cells say decides. */
export const isPersonName = (text: string): boolean => SHORT_NAME.test(text)
