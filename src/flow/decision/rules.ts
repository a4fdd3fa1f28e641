import type { Decision } from './model.ts'
import { judgePermissions } from './permissions.ts'
import { judgeProhibitions } from './prohibitions.ts'
import type { UseRequest, UseState } from './request.ts'
import { deniedAs, generalFacts } from './subject.ts'

/**
 * Decides one use (TC609-6-2025-15 §行为校验). Every rule is looked at and recorded, also after one failed, so that the
 * record explains itself. A prohibition wins over every permission; what no permission names, and what cannot be read,
 * is denied by default; only duties before use and payments that are missing make a use conditional.
 */
export function decide(request: UseRequest, state: UseState): Decision {
  const general = generalFacts(request, state)
  const banned = judgeProhibitions(request, state)
  const permitted = judgePermissions(request, state)
  const facts = [...general, ...banned.facts, ...permitted.facts]
  const none = { conditions: [], draws: [], rows: [], permission: null }

  const broken = general.find((fact) => !fact.holds)
  if (broken) return { value: deniedAs(broken.rule), because: broken.rule, facts, ...none }
  if (banned.value !== null) return { value: banned.value, because: banned.because, facts, ...none }
  const { value, because, permission } = permitted
  if (value === 'denied' || value === 'denied-by-default')
    return { value, because, facts, ...none, permission }
  return {
    value,
    because,
    facts,
    permission,
    conditions: [...permitted.conditions],
    draws: [...permitted.draws],
    rows: [...permitted.rows, ...banned.rows],
  }
}
