import type { CheckRecord } from '../model.ts'
import { checkCrosstab, checkFrequency } from './frequency.ts'
import { checkCorrelation, checkModel, checkRegression, checkTest } from './inference.ts'
import { checkConcentration, checkLinear } from './linear.ts'
import { type OutputDescription, type Verdict, VERDICTS, type VerdictWord } from './model.ts'
import { checkEndpoint, checkMode, checkPlot, checkPosition, checkShape } from './position.ts'
import { checkRatio, checkSurvival } from './ratio.ts'
import { type Thresholds, THRESHOLDS } from './thresholds.ts'

/** The rules for one output of a given kind, and the worst of their verdicts. */
export function checkOutput(output: OutputDescription, rules: Thresholds = THRESHOLDS): Verdict {
  const record = stepsOf(output, rules)
  const said = new Set(record.map(({ result }) => result.verdict))
  const verdict = VERDICTS.findLast((word: VerdictWord) => said.has(word)) ?? 'review'
  return { verdict, record }
}

function stepsOf(output: OutputDescription, rules: Thresholds): CheckRecord {
  switch (output.kind) {
    case 'frequency':
      return checkFrequency(output, rules)
    case 'crosstab':
      return checkCrosstab(output, rules)
    case 'linear':
      return checkLinear(output, rules)
    case 'regression':
      return checkRegression(output, rules)
    case 'test':
      return checkTest(output, rules)
    case 'correlation':
      return checkCorrelation(output, rules)
    case 'ratio':
      return checkRatio(output, rules)
    case 'survival':
      return checkSurvival(output, rules)
    case 'plot':
      return checkPlot(output, rules)
    case 'position':
      return checkPosition(output, rules)
    case 'endpoint':
      return checkEndpoint(output)
    case 'mode':
      return checkMode(output, rules)
    case 'shape':
      return checkShape(output, rules)
    case 'concentration':
      return checkConcentration(output, rules)
    case 'model':
      return checkModel(output, rules)
  }
}
