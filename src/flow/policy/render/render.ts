import type { Policy } from '../model.ts'
import { purposeTitle } from '../purpose/tree.ts'
import type { Words } from '../words.ts'
import { sayColumns, sayJoins } from './columns.ts'
import { sayDisclosure, sayNotice, saySinglePerson } from './disclosure.ts'
import { sayObligation, sayPermission, sayProhibition } from './rules.ts'
import { grouped, joined, type Lang, moment, quoted } from './text.ts'

/** Titles that the text names; what is missing is called by its part in the contract. */
export interface PolicyNames {
  readonly product?: Words
  readonly provider?: Words
  readonly consumer?: Words
  /** Participant id → name, for the bodies that may ask. */
  readonly bodies?: Readonly<Record<string, Words>>
}

/**
 * The whole policy as one plain paragraph in each language: what people sign under. The same policy and names give
 * the same text on every machine, every element of the policy is in it, and another policy gives another text.
 */
export const renderPolicy = (policy: Policy, names: PolicyNames = {}): Words => ({
  zh: paragraph('zh', policy, names),
  en: paragraph('en', policy, names),
})

function paragraph(lang: Lang, policy: Policy, names: PolicyNames): string {
  const sentences = [
    sayWho(lang, policy, names),
    sayPurposes(lang, policy),
    sayTerm(lang, policy),
    ...policy.permissions.map((rule) => sayPermission(lang, rule)),
    ...policy.prohibitions.map((rule) => sayProhibition(lang, rule)),
    ...policy.obligations.map((rule) => sayObligation(lang, rule)),
    LAST_WORD[lang],
    sayColumns(lang, policy.columns),
    sayJoins(lang, policy.joinKeys),
    sayDisclosure(lang, policy),
    saySinglePerson(lang, policy.singlePerson),
    sayNotice(lang, policy.notice),
  ]
  return sentences.join(lang === 'zh' ? '' : ' ')
}

const LAST_WORD: Words = {
  zh: '凡未明确允许的使用一律不得进行；允许与禁止不一致的，以禁止为准。',
  en: 'A use that is not expressly permitted is not allowed, and a prohibition prevails over a permission.',
}

function sayWho(
  lang: Lang,
  { consumers }: Policy,
  { product, provider, consumer, bodies }: PolicyNames,
): string {
  const zh = lang === 'zh'
  const what = product ? quoted(lang, product[lang]) : zh ? '本产品' : 'this product'
  const from = provider ? quoted(lang, provider[lang]) : zh ? '提供方' : 'the provider'
  const list =
    consumers === 'any'
      ? zh
        ? '本空间的任何主体'
        : 'any body of this space'
      : joined(
          lang,
          consumers.map((id) => {
            const name = bodies?.[id]
            return name ? `${quoted(lang, name[lang])}${zh ? `（${id}）` : ` (${id})`}` : id
          }),
        )
  const party =
    consumer &&
    (zh
      ? `；本合约的使用方是${quoted(lang, consumer[lang])}`
      : `; the consumer of this contract is ${quoted(lang, consumer[lang])}`)
  return zh
    ? `${from}提供${what}，可以申请使用的是：${list}${party ?? ''}。`
    : `${from === 'the provider' ? 'The provider' : from} provides ${what}; who may ask to use it: ${list}${party ?? ''}.`
}

function sayPurposes(lang: Lang, { purposes }: Policy): string {
  const list = joined(
    lang,
    purposes.map((code) => purposeTitle(code)[lang]),
  )
  return lang === 'zh' ? `只能用于：${list}。` : `It may be used only for: ${list}.`
}

function sayTerm(lang: Lang, { from, until, maxRuns }: Policy): string {
  const begin =
    from === undefined
      ? { zh: '合约生效之时', en: 'when the contract comes into force' }[lang]
      : moment(lang, from)
  return lang === 'zh'
    ? `使用期限从${begin}起，至${moment(lang, until)}止，总共最多运行 ${grouped(maxRuns)} 次。`
    : `The term of use begins ${from === undefined ? begin : `at ${begin}`} and ends at ${moment(lang, until)}; at most ${grouped(maxRuns)} runs in all.`
}
