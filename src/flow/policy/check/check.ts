import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { errorText, isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../../safeguard/identity/index.ts'
import { productView } from '../../../supply/catalog/index.ts'
import { type Conflict, conflictsOf } from '../conflict/index.ts'
import { notEnforced } from '../enforced.ts'
import type { Policy } from '../model.ts'
import { toOdrl } from '../odrl/index.ts'
import { parsePolicy } from '../parse.ts'
import { type PolicyNames, renderPolicy } from '../render/index.ts'
import { checkColumns, constraintErrors, type ProductColumns } from '../rules.ts'
import type { PolicyCheck } from './model.ts'

interface Draft {
  readonly policy: Readonly<Record<string, Json>>
  readonly productId?: string | undefined
}

/**
 * Everything that can be said of a draft before it is offered: each problem, each conflicting pair, the text that
 * people would sign under, the same as ODRL. Writes nothing.
 * @throws XinyuError NOT_FOUND when the product is not there for this user
 */
export async function checkDraft(
  core: Core,
  actor: UserActor,
  { policy, productId }: Draft,
): Promise<PolicyCheck> {
  const product = productId === undefined ? undefined : await productView(core, actor, productId)
  if (productId !== undefined && !product) throw new XinyuError('NOT_FOUND', { what: 'product' })
  const columns: ProductColumns | null = product
    ? Object.fromEntries(product.details.map((table) => [table.name, table.columns.map(({ name }) => name)]))
    : null
  const read = attempt(() => parsePolicy(policy))
  if (isXinyuError(read))
    return { ok: false, problems: [problem(read)], conflicts: [], text: null, odrl: null }
  const errors = [...termErrors(read, core.clock.now()), ...unenforced(read), ...constraintErrors(read)]
  const conflicts: Conflict[] = errors.length > 0 ? [] : conflictsOf(read)
  if (columns && errors.length === 0) {
    const wrong = attempt(() => checkColumns(read, columns))
    if (isXinyuError(wrong)) errors.push(wrong)
  }
  const names = await namesOf(core, read, product)
  return {
    ok: errors.length === 0 && conflicts.length === 0,
    problems: errors.map(problem),
    conflicts,
    text: renderPolicy(read, names),
    odrl: toOdrl(read),
  }
}

function termErrors({ from, until }: Policy, now: number): XinyuError[] {
  return [
    ...(until <= now ? [new XinyuError('POLICY_TERM_PAST')] : []),
    ...(from !== undefined && from >= until ? [new XinyuError('POLICY_TERM_ORDER')] : []),
  ]
}

const unenforced = (policy: Policy): XinyuError[] =>
  notEnforced(policy).map((term) => new XinyuError('POLICY_NOT_ENFORCED', { path: `disclosure.${term}` }))

/** The result, or the refusal as a value. */
function attempt<T>(work: () => T): T | XinyuError {
  try {
    return work()
  } catch (error) {
    if (isXinyuError(error)) return error
    throw error
  }
}

function problem(error: XinyuError): PolicyCheck['problems'][number] {
  const { zh, en } = errorText(error.code, error.params)
  const path = error.params.path
  return { code: error.code, path: typeof path === 'string' ? path : null, zh, en }
}

async function namesOf(
  core: Core,
  { consumers }: Policy,
  product: Awaited<ReturnType<typeof productView>>,
): Promise<PolicyNames> {
  const ids = [...(consumers === 'any' ? [] : consumers), ...(product ? [product.participantId] : [])]
  const bodies = await participantsByIds(core, ids)
  const words = Object.fromEntries(
    [...bodies].map(([id, { nameZh, nameEn }]) => [id, { zh: nameZh, en: nameEn }]),
  )
  const provider = product && words[product.participantId]
  return {
    bodies: words,
    ...(product && { product: { zh: product.titleZh, en: product.titleEn } }),
    ...(provider && { provider }),
  }
}
