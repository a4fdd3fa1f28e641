import { type Evaluator, limitText, listOf, oneOf, unreadable } from '../judgement.ts'

/** GB/T 2260: two, four or six digits; `310000` says the same as `31`. Null when it is no code. */
export function regionOf(text: string): string | null {
  if (!/^[1-9]\d(\d{2}){0,2}$/.test(text)) return null
  return text.replace(/(00){1,2}$/, '')
}

/** region: is the asking body's seat within the region? */
export const judgeRegion: Evaluator = (constraint, { request }) => {
  const { operator, value } = constraint
  const single = operator === 'eq' || operator === 'neq'
  if (single && oneOf(value) === null) return unreadable('region')
  const regions = listOf(value).map(regionOf)
  if (regions.includes(null)) return unreadable('region')
  const asked = request.environment.region
  const within = asked === null ? null : regions.some((region) => asked.startsWith(region!))
  const answer = { asked: asked ?? 'unknown', limit: limitText(constraint) }
  if (operator === 'eq' || operator === 'isAnyOf' || operator === 'isPartOf')
    return { ...answer, holds: within }
  if (operator === 'neq' || operator === 'isNoneOf')
    return { ...answer, holds: within === null ? null : !within }
  return unreadable(operator)
}
