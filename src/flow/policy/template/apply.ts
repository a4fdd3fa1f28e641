import { XinyuError } from '../../../kernel/errors/index.ts'
import { POLICY_TEMPLATES } from './data.ts'
import { filledParts, wrongParameter } from './fill.ts'
import type { PolicyParts, TemplateParameters } from './model.ts'

/** What a template adds with these parameters. @throws XinyuError POLICY_TEMPLATE, POLICY_TEMPLATE_PARAMETER */
export function applyTemplate(code: string, parameters: TemplateParameters): PolicyParts {
  const template = POLICY_TEMPLATES.find((one) => one.code === code)
  if (!template) throw new XinyuError('POLICY_TEMPLATE', { code: code.slice(0, 80) })
  const wrong = wrongParameter(template, parameters)
  if (wrong !== null) {
    const example = template.parameters.find(({ name }) => name === wrong)!.example.join(', ')
    throw new XinyuError('POLICY_TEMPLATE_PARAMETER', { code, name: wrong, example })
  }
  return filledParts(template, parameters)
}
