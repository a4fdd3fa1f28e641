import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type Contest, HiddenTask } from '../scheme/index.ts'
import { bringData } from './bring.ts'
import { csvOf } from './csv.ts'
import { dataOf, taskOf } from './store.ts'

/** A task of the demo: what will a hospital stay cost? Every row is made up by a fixed seed. */
export const STAY_COST: HiddenTask = HiddenTask.parse({
  code: 'stay_cost',
  titleZh: '住院费用预测（合成数据）',
  titleEn: 'Cost of a hospital stay (synthetic data)',
  textZh:
    '根据一次住院的基本情况预测其总费用（元）。全部数据由固定种子合成，与任何真实人员无关。' +
    '提交 predict.py：函数 predict(rows) 返回与 rows 等长的列表；或作为脚本读取 input/features.csv，写出 output/predictions.csv（列 row、prediction）。',
  textEn:
    'Predict the total cost (yuan) of a hospital stay from what is known of it. All rows are synthetic, made by a fixed seed; ' +
    'they are about nobody. Hand in predict.py: a function predict(rows) that returns one number for each row; or a script that ' +
    'reads input/features.csv and writes output/predictions.csv (columns row, prediction).',
  metric: 'mae',
  publicShare: 0.3,
  runsPerDay: 3,
  runsInAll: 30,
  cpuSeconds: 20,
  digits: 3,
  board: 'blind',
})

const GROUPS = { pneumonia: 4200, appendix: 7800, stroke: 12500, hip: 31000, diabetes: 3600 } as const
const COLUMNS = ['age', 'level', 'group', 'days', 'icu_days', 'surgery', 'comorbidities'] as const

/** The same table for ever: ids, features and the cost, and a sample of other rows without ids. */
export function stayCost(rows = 600, sample = 60): { readonly table: string; readonly sample: string } {
  const next = numbers(20_260_101)
  const whole = Array.from({ length: rows + sample }, () => stay(next))
  const columns = [...COLUMNS, 'cost']
  return {
    table: csvOf({
      columns: ['stay', ...columns],
      rows: whole.slice(0, rows).map((row, at) => [`S${String(at + 1).padStart(5, '0')}`, ...row]),
    }),
    sample: csvOf({ columns, rows: whole.slice(rows) }),
  }
}

function stay(next: () => number): string[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!
  const group = pick(Object.keys(GROUPS) as (keyof typeof GROUPS)[])
  const age = 18 + Math.floor(next() * 75)
  const level = 1 + Math.floor(next() * 3)
  const surgery = group === 'hip' || group === 'appendix' ? 1 : next() < 0.08 ? 1 : 0
  const comorbidities = Math.floor(next() ** 2 * 6)
  const days = 2 + Math.floor(next() * 12) + comorbidities
  const icu = next() < 0.1 ? 1 + Math.floor(next() * 4) : 0
  const noise = 1 + (next() + next() + next() - 1.5) * 0.12
  const cost =
    (GROUPS[group] + days * 620 + icu * 5200 + surgery * 3800 + comorbidities * 450 + age * 18) *
    (0.7 + level * 0.2) *
    noise
  return [age, level, group, days, icu, surgery, comorbidities, cost.toFixed(2)].map(String)
}

/** Uniform in [0, 1): mulberry32. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What a team can begin with: days alone. */
export const BASELINE = `"""A beginning: the days of the stay, and what an operation adds."""


def predict(rows):
    return [6000 + 900 * row['days'] + 9000 * row['surgery'] for row in rows]
`

/** Brings the data of the demo's task; where they are already, nothing happens. */
export async function makeDemoTask(core: Core, officer: UserActor, contest: Contest): Promise<void> {
  if (await dataOf(core.db, contest.id, STAY_COST.code)) return
  const { table, sample } = stayCost()
  await bringData(
    core,
    officer,
    { contest, task: taskOf(contest, STAY_COST.code) },
    {
      table: Buffer.from(table),
      sample: Buffer.from(sample),
      idColumn: 'stay',
      answerColumn: 'cost',
    },
  )
}
