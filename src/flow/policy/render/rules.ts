import type { Duty, Obligation, Permission, Prohibition } from '../model.ts'
import type { Action } from '../vocabulary.ts'
import { ACTION_WORDS } from '../words.ts'
import { sayConditions } from './constraint.ts'
import { joined, type Lang } from './text.ts'

const sayActions = (lang: Lang, actions: readonly Action[]): string =>
  joined(
    lang,
    actions.map((action) => ACTION_WORDS[action][lang]),
  )

/** One permission 允许 as a sentence. */
export function sayPermission(lang: Lang, { actions, constraints, duties }: Permission): string {
  const what = sayActions(lang, actions)
  const when = constraints.length > 0 ? sayConditions(lang, constraints) : null
  const first = duties.length > 0 ? sayDuties(lang, duties) : null
  if (lang === 'zh')
    return `允许${what}${when ? `，条件是${when}` : ''}${first ? `；每次使用之前须先${first}` : ''}。`
  return `It is permitted to ${what}${when ? `, provided that ${when}` : ''}${first ? `; before each use one must ${first}` : ''}.`
}

/** One prohibition 禁止 as a sentence. */
export function sayProhibition(lang: Lang, { actions, constraints, remedies }: Prohibition): string {
  const what = sayActions(lang, actions)
  const when = constraints.length > 0 ? sayConditions(lang, constraints) : null
  const cure = remedies.length > 0 ? sayDuties(lang, remedies) : null
  if (lang === 'zh')
    return `${when ? `凡${when}的，` : ''}禁止${what}${cure ? `；违反的，须${cure}以补救` : ''}。`
  return `It is prohibited to ${what}${when ? ` where ${when}` : ''}${cure ? `; to remedy a breach one must ${cure}` : ''}.`
}

/** One obligation 义务 as a sentence. */
export function sayObligation(lang: Lang, { action, constraints, consequences }: Obligation): string {
  const what = sayDuties(lang, [{ action, constraints }])
  const breach = consequences.length > 0 ? sayDuties(lang, consequences) : null
  if (lang === 'zh') return `使用方有义务${what}${breach ? `；未履行的，须${breach}` : ''}。`
  return `The consumer is obliged to ${what}${breach ? `; failing that, to ${breach}` : ''}.`
}

function sayDuties(lang: Lang, duties: readonly Duty[]): string {
  const said = duties.map(({ action, constraints }) => {
    const what = ACTION_WORDS[action][lang]
    if (constraints.length === 0) return what
    const when = sayConditions(lang, constraints)
    return lang === 'zh' ? `${what}（${when}）` : `${what} (${when})`
  })
  return lang === 'zh' ? said.join('，并') : said.join(' and ')
}
