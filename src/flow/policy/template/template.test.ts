import { describe, expect, test } from 'vitest'
import { conflictsOf } from '../conflict/index.ts'
import { Policy, type PolicyInput } from '../model.ts'
import { renderPolicy } from '../render/index.ts'
import { checkRules } from '../rules.ts'
import { applyTemplate, POLICY_TEMPLATES, withParts } from './index.ts'

const input: PolicyInput = {
  consumers: 'any',
  purposes: ['drug_evaluation'],
  until: Date.UTC(2028, 0, 1),
  maxRuns: 6,
  columns: { setl_d: { insutype: 'group' } },
  joinKeys: [],
}
const base = Policy.parse(input)
/** TC609-6-2025-01 §5.2.2.5 a. */
const KINDS = [
  '限定数据产品内容',
  '交付连接器',
  '使用连接器',
  '使用者',
  '使用操作',
  '使用次数',
  '使用时长',
  '可见范围',
  '可用范围',
  '使用时通知',
  '使用后销毁',
]
const examples = (code: string) => {
  const { parameters } = POLICY_TEMPLATES.find((one) => one.code === code)!
  return Object.fromEntries(parameters.map(({ name, example }) => [name, example]))
}

describe('templates', () => {
  test('offer the eleven kinds of the text', () => {
    const kinds = POLICY_TEMPLATES.map(({ kind }) => kind)
    expect(KINDS.filter((kind) => !kinds.includes(kind))).toEqual([])
    expect(new Set(POLICY_TEMPLATES.map(({ code }) => code)).size).toBe(POLICY_TEMPLATES.length)
  })

  test.each(POLICY_TEMPLATES.map(({ code }) => code))(
    '%s makes a sound policy that reads differently',
    (code) => {
      const policy = withParts(base, applyTemplate(code, examples(code)))
      expect(() => checkRules(policy)).not.toThrow()
      expect(Policy.parse(policy)).toEqual(policy)
      const [before, after] = [renderPolicy(base), renderPolicy(policy)]
      expect(after.zh).not.toBe(before.zh)
      expect(after.en).not.toBe(before.en)
      expect(JSON.stringify(policy)).not.toMatch(/\{\w+\}"/)
    },
  )

  test('all that add conditions stand beside each other, and twice is once', () => {
    const adding = POLICY_TEMPLATES.filter(({ code }) => code !== 'named_actions')
    const policy = adding.reduce((sum, { code }) => withParts(sum, applyTemplate(code, examples(code))), base)
    expect(conflictsOf(policy)).toEqual([])
    const again = adding.reduce(
      (sum, { code }) => withParts(sum, applyTemplate(code, examples(code))),
      policy,
    )
    expect(again.prohibitions).toEqual(policy.prohibitions)
    expect(again.obligations).toEqual(policy.obligations)
    expect(again.permissions[0]!.constraints).toEqual(policy.permissions[0]!.constraints)
  })

  test.each<[string, Record<string, string | string[]>]>([
    ['number_of_uses', {}],
    ['number_of_uses', { runs: '0' }],
    ['number_of_uses', { runs: ['1', '2'] }],
    ['length_of_use', { span: 'a month' }],
    ['usable_scope', { regions: ['31'] }],
    ['named_users', { consumers: ['everybody'] }],
  ])('%s with %j names the parameter', (code, parameters) => {
    expect(() => applyTemplate(code, parameters)).toThrow(
      expect.objectContaining({ code: 'POLICY_TEMPLATE_PARAMETER' }),
    )
  })

  test('an unknown template is not found', () => {
    expect(() => applyTemplate('none', {})).toThrow(expect.objectContaining({ code: 'POLICY_TEMPLATE' }))
  })
})
