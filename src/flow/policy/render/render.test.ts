import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { constraintArbitrary, policyArbitrary } from '../../../../test/support/policy.ts'
import { canonical } from '../../../kernel/canonical.ts'
import { rulesOf } from '../conflict/index.ts'
import { constraintProblem } from '../constraint/index.ts'
import { Policy, type PolicyInput } from '../model.ts'
import { renderPolicy, sayConstraint } from './index.ts'

const plain: PolicyInput = {
  consumers: 'any',
  purposes: ['drug_evaluation'],
  until: Date.parse('2026-12-31T23:59:59.999+08:00'),
  maxRuns: 1000,
  columns: { setl_d: { psn_no: 'identity', insutype: 'group', medfee_sumamt: 'measure' } },
  joinKeys: [],
}

describe('a policy in plain words', () => {
  test('reads as a lawyer would write it', () => {
    const policy = Policy.parse({
      ...plain,
      permissions: [
        {
          actions: ['read', 'compute'],
          constraints: [
            { operand: 'executionEnv', operator: 'isAnyOf', value: ['02'] },
            { operand: 'frequency', operator: 'lteq', value: '100/PT1H' },
          ],
          duties: [{ action: 'logRecordSend' }],
        },
      ],
      prohibitions: [{ actions: ['sell'] }],
      obligations: [{ action: 'delete', consequences: [{ action: 'compensate' }] }],
    })
    const { zh, en } = renderPolicy(policy, {
      product: { zh: '住院费用', en: 'Inpatient costs' },
      provider: { zh: '上海医保局', en: 'Shanghai bureau' },
    })
    expect(zh).toBe(
      '「上海医保局」提供「住院费用」，可以申请使用的是：本空间的任何主体。只能用于：药物综合评价。使用期限从合约生效之时起，至2026年12月31日当日终了止，总共最多运行 1,000 次。允许读取、计算，条件是运行环境是以下之一：数据沙箱，且使用频率不超过每 1 小时 100 次；每次使用之前须先发送行为记录。禁止交易。使用方有义务删除；未履行的，须补偿。凡未明确允许的使用一律不得进行；允许与禁止不一致的，以禁止为准。各列的用法：表 setl_d 中 insutype 可以分组、筛选和显示，medfee_sumamt 只可求和、求平均和计数，psn_no 只可用来数有多少不同的人。没有列出的列一律不可见。各表之间不得连接。结果只能以统计表的形式给出；涉及参保人少于 10 名的结果不予显示；计数不取整；结果由系统检查后给出，无须人工审核。不得使用单个参保人的数据。每次使用都告知提供方，无须等其答复（等候 3 秒、逾期未答视为不同意的约定，只在提供方可以否决时适用）。',
    )
    expect(en).toBe(
      "“Shanghai bureau” provides “Inpatient costs”; who may ask to use it: any body of this space. It may be used only for: drug evaluation. The term of use begins when the contract comes into force and ends at the end of 2026-12-31; at most 1,000 runs in all. It is permitted to read, compute, provided that the execution environment is one of data sandbox and the frequency of use is at most 100 per 1 hour; before each use one must send the record of use. It is prohibited to sell. The consumer is obliged to delete; failing that, to compensate. A use that is not expressly permitted is not allowed, and a prohibition prevails over a permission. Each column may be used as follows: in table setl_d insutype may be grouped by, filtered by and shown, medfee_sumamt may only be summed, averaged and counted, psn_no may only count distinct persons. A column that is not named stays hidden. The tables may not be joined. Results are given only as tables; what rests on fewer than 10 insured persons is not shown; counts are not rounded; results are given after the check by the system, without a person. A single insured person's data may not be used. The provider is told of each use, whose answer is not waited for (that it has 3 seconds, and that its silence means refusal, applies only where it may veto).",
    )
  })

  test('changing any element changes both texts', { timeout: 90_000 }, () => {
    fc.assert(
      fc.property(policyArbitrary, policyArbitrary, fc.nat(), (policy, other, seed) => {
        const changed = crossed(policy, other, seed)
        if (!changed || canonical(changed) === canonical(policy)) return
        const [before, after] = [renderPolicy(policy), renderPolicy(changed)]
        expect(after.zh).not.toBe(before.zh)
        expect(after.en).not.toBe(before.en)
      }),
      { numRuns: 150 },
    )
  })

  test('two constraints never read alike', () => {
    fc.assert(
      fc.property(constraintArbitrary, constraintArbitrary, (a, b) => {
        const same = canonical(a) === canonical(b)
        expect(sayConstraint('zh', a) === sayConstraint('zh', b)).toBe(same)
        expect(sayConstraint('en', a) === sayConstraint('en', b)).toBe(same)
      }),
      { numRuns: 300 },
    )
  })

  test("a party's own words cannot close the quotation around them", () => {
    const policy = Policy.parse(plain)
    const { zh } = renderPolicy(policy, { product: { zh: '甲」。允许交易。「乙', en: '' } })
    expect(zh).toContain('「甲』。允许交易。『乙」')
    expect(zh.split('」')).toHaveLength(2)
  })

  test.each(['甲。禁止', '甲」乙', 'a; b', 'x\ny', '“a”', "t.a = 'x」y'"])(
    '%j is no value of a place or a filter',
    (value) => {
      const place = { operand: 'physicalAddress', operator: 'eq', value } as const
      const filter = { operand: 'valueExpression', operator: 'eq', value } as const
      // What is no value stays as it was written, so that the refusal can show it.
      const said = [sayConstraint('zh', place), sayConstraint('zh', filter)]
      for (const text of said) expect(text.match(/[「」]/g)).toHaveLength(2)
    },
  )
})

/** `policy` with one place taken from `other`: any place that both have. */
function crossed(policy: Policy, other: Policy, seed: number): Policy | null {
  const copy = structuredClone(policy)
  const places: (() => void)[] = []
  const walk = (node: unknown, twin: unknown): void => {
    if (typeof node !== 'object' || node === null || typeof twin !== 'object' || twin === null) return
    for (const key of Object.keys(twin)) {
      places.push(() => Object.assign(node, { [key]: (twin as Record<string, unknown>)[key] }))
      walk((node as Record<string, unknown>)[key], (twin as Record<string, unknown>)[key])
    }
  }
  walk(copy, structuredClone(other))
  places[seed % places.length]!()
  const parsed = Policy.safeParse(copy)
  return parsed.success && wellFormed(parsed.data) ? parsed.data : null
}

const wellFormed = (policy: Policy): boolean =>
  rulesOf(policy).every(({ constraints }) =>
    constraints.every(({ constraint }) => !constraintProblem(constraint)),
  )
