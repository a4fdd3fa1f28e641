import { type Alias, isCommon, namesOf } from '../conflict/names.ts'
import { type Needle, plainOf } from './mentions.ts'
import type { Mention } from './model.ts'

/** Who made a work: what must not be read in it. */
export interface Makers {
  readonly team: { readonly name: string; readonly number: string | null }
  readonly people: readonly { readonly name: string; readonly phone: string }[]
  readonly bodies: readonly { readonly name: string; readonly uscc: string }[]
}

const PLACES =
  /^(?:中国|国家|北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?:省|市|自治区)?/
const KINDS = /(?:医院|大学|学院|研究院|研究所|研究中心|中心|集团|局|委员会|公司)$/

/** Every word that tells of them, as it is looked for. */
export function needlesOf({ team, people, bodies }: Makers, aliases: readonly Alias[]): Needle[] {
  const found = new Map<string, Mention>()
  const add = (kind: Mention, text: string) => {
    const plain = plainOf(text).text
    if (plain.length >= 2 && !found.has(plain)) found.set(plain, kind)
  }
  add('team', team.name)
  if (team.number !== null) add('team', team.number)
  for (const { name, phone } of people) {
    add('person', name)
    add('phone', phone)
  }
  for (const { name, uscc } of bodies) {
    add('body', name)
    add('body', uscc)
    // 示例大学（东校区） is 示例大学 in a text.
    const bare = name.replaceAll(/[（(【「].*?[)）】」]/g, '')
    add('body', bare)
    const core = bare.replace(PLACES, '').replace(KINDS, '')
    for (const word of [...namesOf(bare, aliases), ...namesOf(name, aliases), core])
      if (!isCommon(word)) add('alias', word)
  }
  return [...found].map(([text, kind]) => ({ kind, text }))
}

/** What the organiser wants to be taken out. */
export const redactionNeedles = (texts: readonly string[]): Needle[] =>
  texts.map((text) => ({ kind: 'custom', text }))
