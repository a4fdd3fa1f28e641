import { errorText, type XinyuError } from '../../kernel/errors/index.ts'
import type { ProblemView } from './model.ts'

/** An error as a run keeps and shows it. */
export function problemOf(error: XinyuError): ProblemView {
  const { zh, en } = errorText(error.code, error.params)
  return { code: error.code, zh, en, ...(error.detail === undefined ? {} : { detail: error.detail }) }
}
