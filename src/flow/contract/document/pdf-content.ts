import { hashTitle } from '../../../safeguard/crypto/index.ts'
import type { ContractView } from '../model.ts'
import { printedCode } from './verification.ts'

/** What stands on the pages: plain JSON, because the pages are made in a worker. */
export interface PdfContent {
  readonly titleZh: string
  readonly titleEn: string
  /** Printed across the head: a demo contract or one that is not in force must not look like more. */
  readonly notice: string | null
  readonly facts: readonly (readonly [string, string])[]
  readonly sections: readonly { readonly title: string; readonly text: string }[]
  readonly signatures: readonly (readonly [string, string])[]
  readonly verify: string
  readonly footer: string
}

const STATE: Readonly<Record<ContractView['state'], string>> = {
  signing: '待签署 waiting for signatures',
  filing: '待备案 waiting for filing',
  active: '履行中 in force',
  suspended: '已暂停 suspended',
  ended: '已终止 ended',
  void: '未成立 void',
}
const LABEL = {
  space: '空间托管密钥 key held by the space',
  external: '机构自持密钥 key held by the body',
  ca: '电子认证 licensed CA',
  demo: '演示签名，无法律效力 demo signature, no legal effect',
} as const
const ROLE = {
  '01': '提供方 provider',
  '02': '使用方 consumer',
  '03': '服务方 service',
  '04': '其他 other',
} as const

/** UTC in full, the same on every machine. */
const moment = (at: number | null): string =>
  at === null ? '—' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** The contract as it is printed: facts, both readings, parties, signatures, code. `origin` is the address of the portal. */
export function pdfContent(contract: ContractView, origin: string): PdfContent {
  const { terms } = contract
  const demo = contract.signatures.some((one) => one.label === 'demo')
  const code = contract.verificationCode ?? ''
  return {
    titleZh: terms.name,
    titleEn: 'Digital contract for the use of data',
    notice: demo ? LABEL.demo : null,
    facts: [
      ['合约编号 Number', terms.number],
      ['状态 State', `${STATE[contract.state]}（${contract.statusCode}）`],
      [`摘要值 ${hashTitle()}`, contract.hash],
      ['产品 Product', `${contract.productTitleZh} / ${contract.productTitleEn}`],
      [
        '版本 Versions',
        Object.entries(terms.tables)
          .map(([name, id]) => `${name}: ${id}`)
          .join('\n'),
      ],
      ['项目 Project', contract.projectTitle],
      ['用途 Purpose', terms.purpose],
      ['授权 Authority', terms.authorityId ?? '—'],
      ['达成 Agreed', moment(terms.agreedAt)],
      ['备案 Filed', moment(contract.filedAt)],
      ['期限 Until', moment(terms.policy.until)],
      ...terms.parties.map((party) => [ROLE[party.role], `${party.name}（${party.uscc}）`] as const),
    ],
    sections: [
      { title: '内容 Abstract', text: terms.abstract },
      { title: '条款（中文）', text: terms.textZh },
      { title: 'Terms (English)', text: terms.textEn },
    ].filter((section) => section.text !== ''),
    signatures: terms.parties.map((party) => {
      const signed = contract.signatures.find((one) => one.participantId === party.participantId)
      if (!signed) return [party.name, '未签署 not signed'] as const
      const valid = signed.valid ? '有效 valid' : '无效 NOT VALID'
      return [
        party.name,
        `${moment(signed.signedAt)} · ${signed.algorithm} · ${signed.keyId}\n${valid} · ${LABEL[signed.label]}`,
      ] as const
    }),
    verify: `验证码 Verification code: ${printedCode(code)}\n${origin}/verify-contract?code=${code}`,
    footer: `${terms.number}　${contract.hash.slice(0, 16)}`,
  }
}
