import type { REASONS } from './model.ts'

type Reason = (typeof REASONS)[number]

/** What a rule of the machine counts as in the statistics of returns. */
const OF_RULE: Readonly<Record<string, Reason>> = {
  unrounded: 'unrounded',
  'small-count': 'small-counts',
  'context-missing': 'little-context',
  'identity-number': 'identifying',
  'phone-number': 'identifying',
  pseudonym: 'identifying',
  canary: 'identifying',
}

export const reasonOf = (rule: string): Reason =>
  OF_RULE[rule] ??
  (/kind|type|format/.test(rule) ? 'file-kind' : /name|identif/.test(rule) ? 'identifying' : 'other')
