import type { Core } from '../../safeguard/evidence/index.ts'
import { ownKey, platformId } from './identity.ts'
import { enqueue } from './outbox.ts'
import { signed } from './sign.ts'
import type { Request } from './fields.ts'

const RESULTS = {
  allowed: 'allowed',
  conditional: 'conditional',
  denied: 'denied',
  'denied-by-default': 'denied',
} as const

/**
 * executionFeedback 执行反馈 (TC609-6-2025-15 §8.1): every decision about a contract that a connector began is told to
 * the provider's own connectors, where it has any. Whether data waits for an answer is the notice's matter
 * (`flow/decision`); this is the same news on the national interface.
 */
export function tellDecisions(core: Core): void {
  core.events.on('grant.decided', async ({ runId, contractId, decision }) => {
    const found = await core.db
      .selectFrom('contract as c')
      .innerJoin('tc609_draft as d', 'd.number', 'c.number')
      .innerJoin('tc609_connector as n', 'n.participant_id', 'c.provider_id')
      .select(['d.number', 'd.strategy_id', 'n.id as connector'])
      .where('c.id', '=', contractId)
      .where('n.state', '=', 'active')
      .execute()
    if (found.length === 0) return
    const own = await ownKey(core)
    const { id } = await platformId(core)
    for (const { number, strategy_id, connector } of found) {
      const message = await signed<Request<'executionFeedback'>>(own, {
        connectorId: id,
        contractId: number,
        strategyId: strategy_id,
        result: RESULTS[decision.value],
        timestamp: new Date(core.clock.now()).toISOString(),
        details: `run ${runId}${decision.because ? `: ${decision.because}` : ''}`.slice(0, 20_000),
      })
      const to = { connectorId: connector }
      await enqueue(core, core.db, {
        to,
        interface: 'executionFeedback',
        contractNumber: null,
        body: message,
      })
    }
  })
}
