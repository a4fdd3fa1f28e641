import { XinyuError } from '../../kernel/errors/index.ts'
import type { Page } from '../../platform/http/index.ts'
import { type Insured, isOwnUse, usesOfPerson } from '../../flow/consent/index.ts'
import type { Purpose } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../safeguard/identity/index.ts'
import type { OwnUse } from './model.ts'

const RELEASES = ['run.released', 'run.withheld', 'run.failed', 'run.cancelled', 'run.lost']

/** 「谁用了我的数据」: uses under the person's own consents, newest first. */
export async function ownUses(
  core: Core,
  person: Insured,
  page: Page & { consentId?: string | undefined },
): Promise<{ items: OwnUse[]; total: number }> {
  const { items, total } = await usesOfPerson(core, person, page)
  if (items.length === 0) return { items: [], total }
  const runs = await core.db
    .selectFrom('run')
    .select(['id', 'kind', 'sql', 'state'])
    .where(
      'id',
      'in',
      items.map((use) => use.runId),
    )
    .execute()
  const bodies = await participantsByIds(
    core,
    items.map((use) => use.askerId),
  )
  const uses = items.map((use): OwnUse => {
    const run = runs.find((one) => one.id === use.runId)
    const body = bodies.get(use.askerId)
    return {
      runId: use.runId,
      consentId: use.consentId,
      bodyZh: body?.nameZh ?? '',
      bodyEn: body?.nameEn ?? '',
      purpose: use.purpose as Purpose,
      what: run?.kind === 'inline' ? run.sql : (run?.kind ?? 'query'),
      state: run?.state ?? 'lost',
      at: use.at,
    }
  })
  return { items: uses, total }
}

/**
 * The receipt of a use of the person's own data, as anybody may have it: without the payload, which is of the two bodies.
 * @throws XinyuError NOT_FOUND, also for a use of somebody else's data
 */
export async function ownReceipt(core: Core, person: Insured, runId: string): Promise<Buffer> {
  if (!(await isOwnUse(core, person, runId))) throw new XinyuError('NOT_FOUND', { what: 'use' })
  const leaves = await core.evidence.leavesAbout([runId])
  const found = leaves.findLast((entry) => RELEASES.includes(entry.kind)) ?? leaves.at(-1)
  if (!found) throw new XinyuError('NOT_FOUND', { what: 'receipt' })
  return core.evidence.receiptFor(found.leaf, { payload: false })
}
