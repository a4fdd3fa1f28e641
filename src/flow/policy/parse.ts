import { XinyuError } from '../../kernel/errors/index.ts'
import { Policy } from './model.ts'

/** A stored or received policy with its defaults filled in. @throws XinyuError POLICY_FORM naming the place */
export function parsePolicy(json: unknown): Policy {
  const parsed = Policy.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.path.length ? issue.path.join('.') : 'policy'
  throw new XinyuError('POLICY_FORM', { path, expected: issue?.message ?? 'a policy' })
}

/** Reads a stored row: what an older version left out gets its default. */
export const policyOf = (json: unknown): Policy =>
  parsePolicy(typeof json === 'string' ? (JSON.parse(json) as unknown) : json)
