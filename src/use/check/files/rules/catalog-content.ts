import type { FileRule } from './catalog.ts'

/** Rules about persons in the content, and about content in disguise. */
export const CONTENT_RULES = {
  canary: {
    verdict: 'fail',
    zh: '这里出现了布设的警示记录。文件已转交值守员，不能放行。',
    en: 'A planted record shows up here. The duty officer is told; the file cannot leave.',
  },
  pseudonym: {
    verdict: 'fail',
    zh: '这里有本项目的化名，指着单个人或单条记录。请删掉这一列，只留汇总。',
    en: 'Here is a pseudonym of the project, which stands for one person or record. Remove it and keep aggregates.',
  },
  'identity-number': {
    verdict: 'fail',
    zh: '这里有校验位正确的身份证号码。请删掉。',
    en: 'Here is an identity number with the right check digit. Remove it.',
  },
  'phone-number': {
    verdict: 'fail',
    zh: '这里有手机号码。请删掉。',
    en: 'Here is a mobile phone number. Remove it.',
  },
  'bank-card': {
    verdict: 'fail',
    zh: '这里有校验位正确的银行卡号。请删掉。',
    en: 'Here is a bank card number with the right check digit. Remove it.',
  },
  'e-mail': {
    verdict: 'review',
    zh: '这里有电子邮箱。若属于参保人，请删掉；作者的联系方式也不必写在结果里。',
    en: 'Here is an e-mail address. Remove it if it is an insured person’s; an author’s need not stand in results either.',
  },
  'person-name': {
    verdict: 'fail',
    zh: '这里有人的姓名。请删掉，或改为分组名称。',
    en: 'Here are names of persons. Remove them or use the names of groups.',
  },
  address: {
    verdict: 'fail',
    zh: '这一列是详细地址。请改为区县或更粗的地区。',
    en: 'This column holds addresses. Use districts or larger regions.',
  },
  'identifying-column': {
    verdict: 'fail',
    zh: '这一列能认出人，不能出域。请删掉这一列。',
    en: 'This column identifies persons and never leaves. Remove it.',
  },
  'record-number': {
    verdict: 'fail',
    zh: '这一列每行一个不同的长编号，指着单个人或单条记录。请删掉，只留汇总。',
    en: 'This column has another long number in each row, which stands for a person or record. Remove it and keep aggregates.',
  },
  'repeated-token': {
    verdict: 'fail',
    zh: '这里有许多同样长的随机编码，像是对编号取的散列。散列也指着人，请删掉。',
    en: 'Here are many random codes of equal length, as hashes of numbers are. A hash stands for a person too: remove them.',
  },
  'encoded-data': {
    verdict: 'fail',
    zh: '这里有一段编码后的数据（base64、十六进制或压缩）。请以普通文字或表格提交。',
    en: 'Here is encoded data (base64, hexadecimal or packed). Submit it as plain text or table.',
  },
  'image-metadata': {
    verdict: 'fail',
    zh: '图片带着附加信息（EXIF、XMP、注释或不认识的数据块）。请只导出画面，例如重新截图或用 savefig 存 PNG。',
    en: 'The picture carries extra information (EXIF, XMP, comments or unknown chunks). Export the picture alone, for instance by savefig as PNG.',
  },
  'hidden-in-pixels': {
    verdict: 'review',
    zh: '像素的最低位像随机数，可能藏有数据。请从原始图表重新导出；照片类图片由审核员判断。',
    en: 'The lowest bits of the pixels look random and may hold data. Export it again from the chart; for photographs checkers decide.',
  },
  'formula-injection': {
    verdict: 'fail',
    zh: '有单元格以 =、+、- 或 @ 开头并会被表格软件执行。请只留数值或在前面加单引号。',
    en: 'A cell begins with =, +, - or @ and would be run by a spreadsheet. Keep values alone or put an apostrophe before it.',
  },
} as const satisfies Record<string, FileRule>
