import type { Disclosure, Policy } from './model.ts'

/**
 * Terms of disclosure that `use/check` does not enforce yet, each with the value that asks for nothing. What no machine
 * enforces is not signed under: a provider would rely on it.
 */
export const NOT_YET: Readonly<Partial<Disclosure>> = {}

export const isNotYet = (term: keyof Disclosure): boolean => Object.hasOwn(NOT_YET, term)

/** Names of the terms in a policy that nobody would enforce. */
export const notEnforced = ({ disclosure }: Pick<Policy, 'disclosure'>): (keyof Disclosure)[] =>
  (Object.keys(NOT_YET) as (keyof Disclosure)[]).filter((term) => disclosure[term] !== NOT_YET[term])
