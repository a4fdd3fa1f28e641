import { hasForm, parseWhole } from '../constraint/index.ts'
import { ACTIONS } from '../vocabulary.ts'
import type { ParameterForm, PolicyParts, PolicyTemplate, TemplateParameters } from './model.ts'

/** The first parameter that is missing or wrong, or null. */
export function wrongParameter(template: PolicyTemplate, parameters: TemplateParameters): string | null {
  const wrong = template.parameters.find(({ name, form, many }) => {
    const given = givenFor(name, parameters)
    return given.length === 0 || (!many && given.length > 1) || !given.every((text) => TESTS[form](text))
  })
  return wrong?.name ?? null
}

/** The parts of a template with its parameters put in. There must be no `wrongParameter`. */
export function filledParts(template: PolicyTemplate, parameters: TemplateParameters): PolicyParts {
  const values = new Map<string, string | string[] | number>(
    template.parameters.map(({ name, form, many }) => {
      const given = givenFor(name, parameters)
      const one = form === 'number' || form === 'milliseconds' ? Number(given[0]) : given[0]!
      return [`{${name}}`, many ? given : one]
    }),
  )
  return filled(template.parts, values) as PolicyParts
}

const givenFor = (name: string, parameters: TemplateParameters): string[] =>
  Object.hasOwn(parameters, name) ? [parameters[name]!].flat() : []

const TESTS: Readonly<Record<ParameterForm, (text: string) => boolean>> = {
  field: (text) => hasForm('dataField', 'isPartOf', text),
  place: (text) => hasForm('physicalAddress', 'isAnyOf', text),
  body: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  action: (text) => ACTIONS.some((action) => action === text),
  number: (text) => (parseWhole(text) ?? 0) > 0,
  milliseconds: (text) => (parseWhole(text) ?? 0) > 0,
  duration: (text) => hasForm('timeWindow', 'lteq', text),
  hours: (text) => hasForm('timeWindow', 'isAnyOf', text),
  rate: (text) => hasForm('frequency', 'lteq', text),
  region: (text) => hasForm('region', 'isAnyOf', text),
  network: (text) => hasForm('networkAddress', 'isAnyOf', text),
  environment: (text) => hasForm('executionEnv', 'isAnyOf', text),
  expression: (text) => hasForm('valueExpression', 'isAllOf', text),
  money: (text) => hasForm('payAmount', 'gteq', text),
}

/** Every `{name}` replaced; the data is ours, and nothing but a whole text can be a parameter. */
function filled(part: unknown, values: ReadonlyMap<string, unknown>): unknown {
  if (typeof part === 'string') return values.get(part) ?? part
  if (Array.isArray(part)) return part.map((one) => filled(one, values))
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, filled(value, values)]))
}
