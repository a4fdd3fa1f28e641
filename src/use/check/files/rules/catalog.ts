import { CONTENT_RULES } from './catalog-content.ts'
import { FORM_RULES } from './catalog-form.ts'
import { MODEL_RULES } from './catalog-models.ts'
import { NUMBER_RULES } from './catalog-numbers.ts'

/**
 * Every rule over files: what it says in general, and what it tells the author so that the file can be mended. A
 * sentence never repeats what was found.
 */
export const FILE_RULES = {
  ...FORM_RULES,
  ...CONTENT_RULES,
  ...NUMBER_RULES,
  ...MODEL_RULES,
} satisfies Record<string, FileRule>

export type RuleId = keyof typeof FILE_RULES
export type RuleVerdict = 'review' | 'fail'

export interface FileRule {
  readonly verdict: RuleVerdict
  readonly zh: string
  readonly en: string
}
