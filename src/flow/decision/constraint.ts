import { type Constraint, OPERANDS, type Operand } from '../policy/index.ts'
import { judgeAlgorithm, judgeApplication, judgeModel } from './forms/artefact.ts'
import { judgeDelivery, judgeEncryption, judgeEnvironment } from './forms/code.ts'
import { judgeExpression } from './forms/expression.ts'
import { judgeField } from './forms/field.ts'
import { judgeInstant } from './forms/instant.ts'
import { judgeMoney } from './forms/money.ts'
import { judgeNetwork } from './forms/network.ts'
import { judgeBytes, judgeCount, judgeRecords } from './forms/number.ts'
import { judgePlace } from './forms/place.ts'
import { judgeRate } from './forms/rate.ts'
import { judgeRegion } from './forms/region.ts'
import { judgeWindow } from './forms/window.ts'
import {
  type Context,
  type Evaluator,
  isUnreadable,
  type Judgement,
  limitText,
  unreadable,
} from './judgement.ts'
import type { Fact } from './model.ts'

const EVALUATORS: Readonly<Record<Operand, Evaluator>> = {
  time: judgeInstant,
  timeWindow: judgeWindow,
  region: judgeRegion,
  networkAddress: judgeNetwork,
  physicalAddress: judgePlace,
  count: judgeCount,
  frequency: judgeRate,
  dataSize: judgeBytes,
  dataRecord: judgeRecords,
  dataField: judgeField,
  valueExpression: judgeExpression,
  application: judgeApplication,
  algorithm: judgeAlgorithm,
  machineLearningModels: judgeModel,
  executionEnv: judgeEnvironment,
  encryptMode: judgeEncryption,
  deliveryMethod: judgeDelivery,
  payAmount: judgeMoney,
}

/** One constraint against what is asked. An operand that nobody knows, or an operator that does not apply to it, is unreadable. */
export function judge(constraint: Constraint, context: Context): Judgement {
  const { operand, operator } = constraint
  if (!Object.hasOwn(EVALUATORS, operand)) return unreadable('operand')
  if (!(OPERANDS[operand].operators as readonly string[]).includes(operator)) return unreadable(operator)
  return EVALUATORS[operand](constraint, context)
}

/** The fact that a judgement leaves in the record. */
export function factOf(constraint: Constraint, at: string, judgement: Judgement): Fact {
  const rule = constraint.operand as string
  if (isUnreadable(judgement))
    return {
      rule,
      at,
      holds: false,
      asked: `unreadable: ${judgement.unreadable}`,
      limit: limitText(constraint),
    }
  return { rule, at, holds: judgement.holds === true, asked: judgement.asked, limit: judgement.limit }
}
