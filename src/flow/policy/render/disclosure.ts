import type { Disclosure, Notice, Policy } from '../model.ts'
import { AUTOMATIC_WORDS, OUTPUT_WORDS, ROUNDING_WORDS } from '../words.ts'
import { grouped, joined, type Lang } from './text.ts'

/** What may be shown of a result. Rules: facts/disclosure-control. */
export function sayDisclosure(
  lang: Lang,
  { minGroup, disclosure }: Pick<Policy, 'minGroup' | 'disclosure'>,
): string {
  const { minInstitutions, dominance, pPercent, rounding, smallGroups, outputs, checkers, automatic } =
    disclosure
  const kinds = joined(
    lang,
    outputs.map((kind) => OUTPUT_WORDS[kind][lang]),
  )
  const zh = lang === 'zh'
  const parts = [
    zh ? `结果只能以${kinds}的形式给出` : `Results are given only as ${kinds}`,
    zh
      ? `涉及参保人少于 ${grouped(minGroup)} 名的结果不予显示`
      : `what rests on fewer than ${grouped(minGroup)} insured persons is not shown`,
    smallGroups === 'merge' &&
      (zh
        ? '过小的组合并为「其他」，合并后仍过小的不予显示'
        : 'groups that are too small are merged into “other”, and not shown where they are too small even together'),
    minInstitutions > 0 &&
      (zh
        ? `涉及机构少于 ${minInstitutions} 家的结果不予显示`
        : `what rests on fewer than ${minInstitutions} institutions is not shown`),
    dominance &&
      (zh
        ? `最大的 ${dominance.n} 名参保人合计占比达到 ${dominance.percent}% 的合计值不予显示`
        : `a sum of which the ${dominance.n} insured persons with the most hold ${dominance.percent}% or more is not shown`),
    pPercent !== null &&
      (zh
        ? `能把任一参保人的数值推算到 ${pPercent}% 以内的合计值不予显示`
        : `a sum from which one person's value could be estimated to within ${pPercent}% is not shown`),
    zh ? `计数${ROUNDING_WORDS[rounding].zh}` : `counts ${ROUNDING_WORDS[rounding].en}`,
    sayCheckers(lang, checkers),
    automatic && sayAutomatic(lang, automatic),
  ]
  return `${parts.filter((part) => typeof part === 'string').join(zh ? '；' : '; ')}${zh ? '。' : '.'}`
}

function sayCheckers(lang: Lang, checkers: number): string {
  if (lang === 'zh')
    return checkers === 0
      ? '结果由系统检查后给出，无须人工审核'
      : `结果离开之前须由${['一', '两', '三', '四', '五'][checkers - 1]}名审核员审核`
  if (checkers === 0) return 'results are given after the check by the system, without a person'
  if (checkers === 1) return 'one checker examines each result before it leaves'
  return `${['two', 'three', 'four', 'five'][checkers - 2]} checkers examine each result before it leaves`
}

function sayAutomatic(lang: Lang, automatic: NonNullable<Disclosure['automatic']>): string {
  const kinds = joined(
    lang,
    automatic.map((kind) => AUTOMATIC_WORDS[kind][lang]),
  )
  return lang === 'zh'
    ? `席位中产生的${kinds}文件，机器检查无任何发现的，可以不经人工审核放行`
    : `files of ${kinds} made in a seat may leave without a person where the machine finds nothing`
}

/** How the provider is told, and what its silence means (TC609-6-2025-15 §8.1). */
export function sayNotice(lang: Lang, { veto, waitMs, silence }: Notice): string {
  const seconds = String(waitMs / 1000)
  const answer = SILENCE[silence][lang]
  if (lang === 'zh')
    return veto
      ? `每次使用都告知提供方；提供方在数据打开之前可以否决，等候答复 ${seconds} 秒，逾期未答视为${answer}。`
      : `每次使用都告知提供方，无须等其答复（等候 ${seconds} 秒、逾期未答视为${answer}的约定，只在提供方可以否决时适用）。`
  return veto
    ? `The provider is told of each use and may veto it before data is opened, within ${seconds} seconds; its silence means ${answer}.`
    : `The provider is told of each use, whose answer is not waited for (that it has ${seconds} seconds, and that its silence means ${answer}, applies only where it may veto).`
}

const SILENCE = {
  allow: { zh: '同意', en: 'consent' },
  deny: { zh: '不同意', en: 'refusal' },
} as const

/** A single person's data needs that person's consent, whatever a contract says. */
export function saySinglePerson(lang: Lang, singlePerson: boolean): string {
  if (lang === 'zh')
    return singlePerson
      ? '可以使用单个参保人的数据，但每一次都须有其本人有效的授权。'
      : '不得使用单个参保人的数据。'
  return singlePerson
    ? "A single insured person's data may be used, each time only with that person's live consent."
    : "A single insured person's data may not be used."
}
