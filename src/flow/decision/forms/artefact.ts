import { type Evaluator, limitText, listOf, oneOf, unreadable } from '../judgement.ts'

const ARTEFACT = /^([^\s@]+)(?:@(sha256:[0-9a-f]{64}))?$/

interface Artefact {
  readonly name: string
  readonly hash: string | null
}

function artefactOf(text: string): Artefact | null {
  const match = ARTEFACT.exec(text)
  return match ? { name: match[1]!, hash: match[2] ?? null } : null
}

/** The same artefact; one that the terms name by its hash is only that very one. */
const same = (asked: Artefact, named: Artefact): boolean =>
  asked.name === named.name && (named.hash === null || asked.hash === named.hash)

/** `stat/mean` is a `stat`. */
const isA = (asked: Artefact, kind: Artefact): boolean =>
  same(asked, kind) || (kind.hash === null && asked.name.startsWith(`${kind.name}/`))

/**
 * application, algorithm, machineLearningModels: what is used. eq: that one alone · isAnyOf: nothing beside the list ·
 * isAllOf: all of the list and nothing beside · isA: of that kind · neq, isNoneOf: none of them. Where nothing is used
 * that is registered, only neq and isNoneOf hold.
 */
const judge =
  (of: 'application' | 'algorithms' | 'models'): Evaluator =>
  (constraint, { request }) => {
    const { operator, value } = constraint
    const given = request.environment[of]
    const texts: readonly string[] = typeof given === 'string' ? [given] : (given ?? [])
    const used = texts.map(artefactOf)
    const named = listOf(value).map(artefactOf)
    const single = operator === 'eq' || operator === 'neq' || operator === 'isA'
    if (named.includes(null) || (single && oneOf(value) === null)) return unreadable('artefact')
    const known = named as Artefact[]
    const within = (test: typeof same) =>
      used.length > 0 && used.every((one) => one !== null && known.some((name) => test(one, name)))
    const none = used.every((one) => one !== null && !known.some((name) => same(one, name)))
    const covering = known.every((name) => used.some((one) => one !== null && same(one, name)))
    const answer = { asked: texts.join(', ') || 'none', limit: limitText(constraint) }
    switch (operator) {
      case 'eq':
      case 'isAnyOf':
        return { ...answer, holds: within(same) }
      case 'isAllOf':
        return { ...answer, holds: within(same) && covering }
      case 'isA':
        return { ...answer, holds: within(isA) }
      case 'neq':
      case 'isNoneOf':
        return { ...answer, holds: none }
    }
    return unreadable(operator)
  }

export const judgeApplication = judge('application')
export const judgeAlgorithm = judge('algorithms')
export const judgeModel = judge('models')
