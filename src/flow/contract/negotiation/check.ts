import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../../safeguard/identity/index.ts'
import { productById } from '../../../supply/catalog/index.ts'
import { coveringAuthority } from '../../authority/index.ts'
import { checkTerms, type Policy, type Purpose } from '../../policy/index.ts'
import { storable } from './model.ts'
import { mustServe } from './rules.ts'

export interface Parties {
  readonly productId: string
  readonly providerId: string
  readonly consumerId: string
  readonly purpose: Purpose
}

/**
 * May this proposal be made at all? The provider's product, grades and zones are the floor for both sides, and no
 * contract promises more than its chain of authority allows. Returns the authority that covers it, or null where none
 * is needed. @throws XinyuError POLICY_*, ZONE_*, REQUEST_POLICY_EXCLUDES, CONTRACT_BEYOND_AUTHORITY
 */
export async function checkProposal(core: Core, parties: Parties, policy: Policy): Promise<string | null> {
  if (!allStorable(policy))
    throw new XinyuError('INPUT_INVALID', { where: 'policy', why: 'holds a text that is not well formed' })
  mustServe(policy, parties.consumerId, parties.purpose)
  await checkTerms(core, parties.productId, policy)
  return mustBeCovered(core, parties, policy)
}

const allStorable = (value: unknown): boolean => {
  if (typeof value === 'string') return storable(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, member]) => storable(key) && allStorable(member))
}

/** @throws XinyuError CONTRACT_BEYOND_AUTHORITY */
export async function mustBeCovered(
  core: Core,
  { productId, providerId, consumerId, purpose }: Parties,
  policy: Policy,
): Promise<string | null> {
  const covering = await coveringAuthority(core, {
    productId,
    providerId,
    consumerId,
    purposes: [purpose],
    actions: [...new Set(policy.permissions.flatMap((permission) => permission.actions))],
    until: policy.until,
    fields: openedFields(policy),
    now: core.clock.now(),
  })
  if (covering.required && covering.id === null)
    throw new XinyuError('CONTRACT_BEYOND_AUTHORITY', { why: covering.why, whyZh: covering.whyZh })
  return covering.id
}

/** `table.column` of everything that is not hidden. */
export const openedFields = (policy: Policy): string[] =>
  Object.entries(policy.columns).flatMap(([table, levels]) =>
    Object.entries(levels)
      .filter(([, level]) => level !== 'hidden')
      .map(([column]) => `${table}.${column}`),
  )

/** The product is still offered to the space and both bodies take part in it. @throws XinyuError PRODUCT_NOT_PUBLISHED, BODY_ROLE_MISSING */
export async function mustStand(core: Core, { productId, providerId, consumerId }: Parties): Promise<void> {
  if ((await productById(core, productId))?.state !== 'published')
    throw new XinyuError('PRODUCT_NOT_PUBLISHED')
  const bodies = await participantsByIds(core, [providerId, consumerId])
  const roles = [
    [providerId, 'provider'],
    [consumerId, 'consumer'],
  ] as const
  for (const [id, role] of roles) {
    const body = bodies.get(id)
    if (body?.state !== 'active' || !body.roles.includes(role))
      throw new XinyuError('BODY_ROLE_MISSING', { role })
  }
}
