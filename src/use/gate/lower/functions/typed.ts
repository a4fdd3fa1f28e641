import type { Both } from '../refuse.ts'
import { type Family, familyOf } from '../types.ts'
import { labelOf, type Value } from '../value.ts'
import type { Call } from './model.ts'

/** Lets a value through that is of the right family. @throws GATE_TYPE */
export function mustBe(call: Call, value: Value, fits: (family: Family) => boolean, what: Both): Value {
  if (fits(familyOf(value.type))) return value
  const { name } = call
  return call.scope.ctx.refuse({
    code: 'GATE_TYPE',
    rule: `function.type.${name}`,
    params: { name, column: labelOf(value), type: value.type },
    at: value.at,
    ...value.refs[0],
    ...(value.refs[0] ? { level: value.level } : {}),
    allowed: { zh: `${name} 只用于${what.zh}`, en: `${name} is for ${what.en}` },
  })
}
