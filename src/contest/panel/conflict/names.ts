/** Do two words for a body mean the same one? Asked by whoever must not judge his own house: in doubt, yes. */

export interface BodyName {
  readonly name: string
  readonly uscc?: string | null | undefined
}

export interface Alias {
  readonly name: string
  readonly alias: string
}

/** Words that many bodies have in their names: one of them alone is no sign. */
const COMMON = new Set(
  [
    '大学 学院 医院 人民医院 第一人民医院 中心医院 中医医院 中医院 医科大学 医学院 附属医院 附属第一医院 第一附属医院 研究院 研究所 研究中心',
    '医保局 医疗保障局 医疗保障中心 医保中心 卫健委 卫生健康委员会 数据局 信息中心 大数据中心 集团 公司 有限公司 股份有限公司 科技有限公司',
    '中国 国家 全国 北京 上海 天津 重庆 江苏 浙江 安徽 广东 山东 四川 湖北 湖南 福建 海南 示例 演示 软件 科技 保险 银行 药业 制药 数据',
    'university hospital college institute school company ltd inc group limited china bank insurance demo technology',
  ].flatMap((line) => line.split(' ')),
)

/** Without what writers leave out or write otherwise: blanks, marks, brackets, width, case. */
export const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}\p{Cf}]/gu, '')

/** Too common to tell of one body, whatever marks stand in it. */
export const isCommon = (word: string): boolean => COMMON.has(plainName(word))

/** A company without its legal form: 示例科技 for 示例科技股份有限公司. */
const shortened = (plain: string): string => {
  const short = plain.replace(/(?:股份|集团|责任)*有限(?:责任)?公司$|coltd$|inc$|ltd$|limited$/u, '')
  return short.length >= 2 && !COMMON.has(short) ? short : plain
}

/**
 * Equal, or one within the other: 复旦大学 in 复旦大学附属中山医院, 协和 in 北京协和医院. Letters need four in a row, since
 * short ones stand in many words.
 */
function namesMeet(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short === '' || !long.includes(short)) return false
  if (short === long) return true
  const least = /^[\x20-\x7e]+$/.test(short) ? 4 : 2
  return short.length >= least && !COMMON.has(short)
}

type Pairs = readonly (readonly [string, string])[]
/** Tables of aliases are read once for all the bodies that are compared by them. */
const ready = new WeakMap<readonly Alias[], Pairs>()

function pairsOf(aliases: readonly Alias[]): Pairs {
  const known = ready.get(aliases)
  if (known) return known
  const pairs = aliases.map(
    (one) => [shortened(plainName(one.name)), shortened(plainName(one.alias))] as const,
  )
  ready.set(aliases, pairs)
  return pairs
}

/** Everything that a body is called: its name, and what the table of aliases says of it, over several steps. */
export function namesOf(name: string, aliases: readonly Alias[]): ReadonlySet<string> {
  const found = new Set([shortened(plainName(name))])
  const pairs = pairsOf(aliases)
  for (let before = 0; before !== found.size; ) {
    before = found.size
    for (const [a, b] of pairs) {
      if (found.has(a)) found.add(b)
      if (found.has(b)) found.add(a)
    }
  }
  found.delete('')
  return found
}

/** Characters 9 to 17 of the credit code name the body itself; those before may change with its register. */
const coreOf = (uscc: string | null | undefined): string | null => {
  const code = uscc?.normalize('NFKC').trim().toUpperCase() ?? ''
  return code.length === 18 ? code.slice(8, 17) : null
}

export type SameBy = 'code' | 'name' | 'alias'

/** A body made ready for many comparisons. */
export interface Called {
  readonly code: string | null
  readonly name: string
  readonly names: readonly string[]
}

export const called = ({ name, uscc }: BodyName, aliases: readonly Alias[]): Called => ({
  code: coreOf(uscc),
  name: shortened(plainName(name)),
  names: [...namesOf(name, aliases)],
})

/** Why they may be one body; null: nothing says so. */
export function meet(a: Called, b: Called): SameBy | null {
  if (a.code !== null && a.code === b.code) return 'code'
  if (namesMeet(a.name, b.name)) return 'name'
  return a.names.some((one) => b.names.some((other) => namesMeet(one, other))) ? 'alias' : null
}

export const sameBody = (a: BodyName, b: BodyName, aliases: readonly Alias[]): SameBy | null =>
  meet(called(a, aliases), called(b, aliases))
