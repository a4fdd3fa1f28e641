import type { Scheme } from './model.ts'

/** What a contest still lacks before it can be announced. */
export const LACKS = [
  'entry_over',
  'intro',
  'documents',
  'statements',
  'quota',
  'awards',
  'weights',
  'tie_without_task',
] as const
export type Lack = (typeof LACKS)[number]

/** The words of the refusal. */
const WORDS: Readonly<Record<Lack, readonly [zh: string, en: string]>> = {
  entry_over: ['报名截止时间已过', 'the deadline of entry has passed'],
  intro: ['中英文简介', 'an introduction in both languages'],
  documents: ['中英文大赛规则', 'rules in both languages'],
  statements: ['参赛声明', 'statements to be signed'],
  quota: ['每轮晋级名额', 'how many go on from each round'],
  awards: ['奖项', 'awards'],
  weights: ['决赛得分构成', 'the parts of the final score'],
  tie_without_task: ['并列规则用到隐藏测试，但没有赛题', 'a tie rule by hidden test without a task'],
}

export const lacksInWords = (lacks: readonly Lack[]): { lacksZh: string; lacksEn: string } => ({
  lacksZh: lacks.map((lack) => WORDS[lack][0]).join('、'),
  lacksEn: lacks.map((lack) => WORDS[lack][1]).join('; '),
})

/** Everything that the public is told must be there when it is told. */
export function lacksOf(scheme: Scheme, now: number): Lack[] {
  const { entry, rounds, final } = scheme
  const tasks = final?.tasks ?? []
  const parts = final
    ? [final.weights.defence, tasks.length ? final.weights.hiddenTest : 0, final.weights.review]
    : [1]
  const ties = [...rounds.map(({ review }) => review.scoring), ...(final ? [final.defence.scoring] : [])]
  const lacks: Record<Lack, boolean> = {
    entry_over: entry.closesAt <= now,
    intro: scheme.introZh === '' || scheme.introEn === '',
    documents: scheme.documents.every(({ textZh, textEn }) => textZh === '' || textEn === ''),
    statements: entry.statements.length === 0,
    quota: rounds.some(({ quota }) => quota.total === null && Object.keys(quota.perDivision).length === 0),
    awards: scheme.awards.length === 0,
    weights: parts.every((share) => share === 0),
    tie_without_task: tasks.length === 0 && ties.some(({ ties }) => ties.includes('hidden_test')),
  }
  return LACKS.filter((lack) => lacks[lack])
}
