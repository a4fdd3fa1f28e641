import type { ErrorText } from './text.ts'

export const policyErrors = {
  POLICY_NOT_ENFORCED: {
    status: 422,
    zh: '{path}：本版本的空间还不能在使用时执行这一条，因此不能写进策略。请去掉它，或改用人数下限。',
    en: '{path}: this version of the space does not enforce this term when data is used, so a policy cannot promise it. Leave it out, or use the minimum group.',
  },
  POLICY_OPERATOR: {
    status: 422,
    zh: '{path}：运算符 {operator} 不能用于约束 {operand}；可以用的是：{allowed}。',
    en: '{path}: operator {operator} does not apply to {operand}; what applies is: {allowed}.',
  },
  POLICY_ONE_VALUE: {
    status: 422,
    zh: '{path}：运算符 {operator} 只取一个值；要写多个值，请用 isAnyOf 或 isNoneOf。',
    en: '{path}: operator {operator} takes one value; for several, use isAnyOf or isNoneOf.',
  },
  POLICY_VALUE: {
    status: 422,
    zh: '{path}：约束 {operand} 的值“{value}”写法不对；正确的写法如：{example}。',
    en: '{path}: the value "{value}" of {operand} is not written as it must be; for example: {example}.',
  },
  POLICY_TERM_ORDER: {
    status: 422,
    zh: '开始使用的时间不早于截止时间。请把开始时间改到截止时间之前。',
    en: 'The first moment of use does not lie before the last. Move it before the end of the term.',
  },
  POLICY_CONFLICT: {
    status: 422,
    zh: '策略自相矛盾（{kind}）：{a} 与 {b}。请删改其中一条；全部冲突见 detail。',
    en: 'The policy contradicts itself ({kind}): {a} against {b}. Change one of them; detail lists every conflict.',
  },
  POLICY_TOO_LONG: {
    status: 422,
    zh: '策略的约束共有 {found} 个值，超过 {limit} 个。请合并取值（例如用上级行政区划、网段），或分成几份要约。',
    en: 'The constraints of the policy hold {found} values, more than {limit}. Join values (a wider region, a network block), or make several offers.',
  },
  POLICY_UNKNOWN_TERM: {
    status: 422,
    zh: '{path}：“{term}”不在本空间的策略词表里；可以用的是：{known}。',
    en: '{path}: "{term}" is not a word of the policy vocabulary; what may stand here: {known}.',
  },
  POLICY_FORM: {
    status: 422,
    zh: '{path}：写法不对，应写成 {expected} 的样子；词表见 /api/odrl/profile。',
    en: '{path} is not written as it must be, like this: {expected}. The vocabulary is at /api/odrl/profile.',
  },
  POLICY_EXCLUSIVE: {
    status: 422,
    zh: '{path}：{a} 与 {b} 只能写一个。请删去其中之一。',
    en: '{path}: {a} and {b} exclude each other. Leave one of them out.',
  },
  POLICY_CONTEXT: {
    status: 422,
    zh: '@context 须为 {expected}，profile 须为 {profile}；本空间只读这一套词表。',
    en: '@context must be {expected} and profile {profile}; this space reads that vocabulary alone.',
  },
  POLICY_INCOMPLETE: {
    status: 422,
    zh: '策略缺少 {field}。请补上，或说明它依据哪一份要约。',
    en: 'The policy lacks {field}. Add it, or name the offer that it builds upon.',
  },
  POLICY_TEMPLATE: {
    status: 404,
    zh: '没有策略模板 {code}；已有的模板见 /api/policy/templates。',
    en: 'There is no policy template {code}; /api/policy/templates lists those that exist.',
  },
  POLICY_TEMPLATE_PARAMETER: {
    status: 422,
    zh: '策略模板 {code} 的参数 {name} 不对或缺失；写法如：{example}。',
    en: 'Parameter {name} of policy template {code} is missing or wrong; for example: {example}.',
  },
} as const satisfies Record<string, ErrorText>
