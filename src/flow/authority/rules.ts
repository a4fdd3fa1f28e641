import { type Action, type Purpose, purposeTitle, purposeWithin } from '../policy/index.ts'
import type { LinkState, Scope } from './model.ts'

/** What decides about one link. */
export interface Link {
  readonly id: string
  readonly parentId: string | null
  readonly grantorId: string
  readonly granteeId: string
  readonly scope: Scope
  readonly from: number
  readonly until: number
  readonly state: LinkState
}

/** One data set as a link may open it: where it stands now, and which of its columns are wanted. */
export interface WantedData {
  readonly datasetId: string
  readonly zoneId: string | null
  /** Title or SQL name, for the words. */
  readonly name: string
  readonly columns: readonly string[]
}

/** What a contract would promise. */
export interface Wanted {
  readonly data: readonly WantedData[]
  readonly purposes: readonly Purpose[]
  readonly actions: readonly Action[]
  /** Last moment, ms. */
  readonly until: number
}

/** Where a link falls short, in words. */
export interface Shortfall {
  readonly linkId: string
  readonly kind: 'state' | 'begins' | 'term' | 'chain' | 'data' | 'columns' | 'purpose' | 'action'
  readonly zh: string
  readonly en: string
}

/** Is the data set among those of a scope? Decided anew at each use: a data set may have left its zone. */
export const opens = (scope: Scope, data: Pick<WantedData, 'datasetId' | 'zoneId'>): boolean =>
  scope.datasets.includes(data.datasetId) || (data.zoneId !== null && scope.zones.includes(data.zoneId))

/** Is this column of the data set open? */
export const opensColumn = (scope: Scope, datasetId: string, column: string): boolean => {
  const named = scope.columns?.[datasetId]
  return named === undefined || named.includes(column)
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** Is one link in force at this moment? Null: it is. Its parents are looked at by `chainFault`. */
export function linkFault(link: Link, now: number): Shortfall | null {
  if (link.state !== 'accepted') {
    return short(link, 'state', `授权现为“${STATE_ZH[link.state]}”`, `the authority is ${link.state}`)
  }
  if (now < link.from)
    return short(link, 'begins', `授权自 ${day(link.from)} 起`, `it begins on ${day(link.from)}`)
  if (now >= link.until)
    return short(link, 'term', `授权已于 ${day(link.until)} 到期`, `it ended on ${day(link.until)}`)
  return null
}

/** States in Chinese. */
export const STATE_ZH: Readonly<Record<LinkState, string>> = {
  draft: '草稿',
  offered: '待接受',
  accepted: '有效',
  declined: '已拒绝',
  withdrawn: '已撤回',
  expired: '已到期',
}

const short = (link: Link, kind: Shortfall['kind'], zh: string, en: string): Shortfall => ({
  linkId: link.id,
  kind,
  zh,
  en,
})

/**
 * Does a child promise more than its parent? Null: it does not. Purposes, actions, term, and every zone, data set and
 * column. `zoneOf` says where a data set stands: a child may name one that its parent opens by zone.
 */
export function beyondParent(
  child: Pick<Link, 'id' | 'scope' | 'from' | 'until'>,
  parent: Link,
  zoneOf: (datasetId: string) => string | null,
): Shortfall | null {
  const fail = (kind: Shortfall['kind'], zh: string, en: string): Shortfall => ({
    linkId: child.id,
    kind,
    zh,
    en,
  })
  if (child.from < parent.from || child.until > parent.until) {
    const term = `${day(parent.from)} – ${day(parent.until)}`
    return fail('term', `期限超出上级授权（${term}）`, `its term exceeds that of the link above (${term})`)
  }
  const purpose = child.scope.purposes.find((code) => !purposeWithin(code, parent.scope.purposes))
  if (purpose)
    return fail(
      'purpose',
      `上级授权不含用途“${purposeTitle(purpose).zh}”`,
      `the link above does not allow the purpose ${purposeTitle(purpose).en}`,
    )
  const action = child.scope.actions.find((code) => !parent.scope.actions.includes(code))
  if (action)
    return fail('action', `上级授权不含行为 ${action}`, `the link above does not allow the action ${action}`)
  const zone = child.scope.zones.find((id) => !parent.scope.zones.includes(id))
  if (zone) return fail('data', `上级授权不含专区 ${zone}`, `the link above does not open the zone ${zone}`)
  const outside = child.scope.datasets.find(
    (datasetId) => !opens(parent.scope, { datasetId, zoneId: zoneOf(datasetId) }),
  )
  if (outside) {
    return fail(
      'data',
      `上级授权不含数据资源 ${outside}`,
      `the link above does not open the data set ${outside}`,
    )
  }
  return columnsBeyond(child.scope, parent.scope, fail)
}

function columnsBeyond(
  child: Scope,
  parent: Scope,
  fail: (kind: Shortfall['kind'], zh: string, en: string) => Shortfall,
): Shortfall | null {
  for (const [datasetId, allowed] of Object.entries(parent.columns ?? {})) {
    // A data set that the child does not open at all needs no list; by zone it may open it, and then it needs one.
    if (!child.datasets.includes(datasetId) && child.zones.length === 0) continue
    const named = child.columns?.[datasetId]
    const extra = named === undefined ? '*' : named.find((column) => !allowed.includes(column))
    if (extra !== undefined)
      return fail('columns', `上级授权不含列 ${extra}`, `the link above does not open the column ${extra}`)
  }
  return null
}

/**
 * Is a whole chain (first link first) in force, each link within the one above and granted by its grantee?
 * @returns null when it is, else the first link that is not
 */
export function chainFault(
  chain: readonly Link[],
  now: number,
  zoneOf: (datasetId: string) => string | null,
): Shortfall | null {
  for (const [at, link] of chain.entries()) {
    const fault = linkFault(link, now)
    if (fault) return fault
    const parent = chain[at - 1]
    if (!parent) {
      if (link.parentId !== null) return short(link, 'chain', '授权链不完整', 'the chain is not complete')
      continue
    }
    if (link.parentId !== parent.id || link.grantorId !== parent.granteeId)
      return short(link, 'chain', '授权链不连续', 'it does not go on from the link above')
    const beyond = beyondParent(link, parent, zoneOf)
    if (beyond) return beyond
  }
  return null
}

/** Does one link, taken by itself, cover all that is wanted? Null: it does. */
export function linkShort(link: Link, wanted: Wanted): Shortfall | null {
  const { scope } = link
  for (const data of wanted.data) {
    if (!opens(scope, data))
      return short(link, 'data', `不含数据资源“${data.name}”`, `it does not open the data set ${data.name}`)
    const column = data.columns.find((name) => !opensColumn(scope, data.datasetId, name))
    if (column !== undefined) {
      const name = `${data.name}.${column}`
      return short(link, 'columns', `不含列 ${name}`, `it does not open the column ${name}`)
    }
  }
  const purpose = wanted.purposes.find((code) => !purposeWithin(code, scope.purposes))
  if (purpose)
    return short(
      link,
      'purpose',
      `不允许用途“${purposeTitle(purpose).zh}”`,
      `it does not allow the purpose ${purposeTitle(purpose).en}`,
    )
  const action = wanted.actions.find((code) => !scope.actions.includes(code))
  if (action) return short(link, 'action', `不允许行为 ${action}`, `it does not allow the action ${action}`)
  if (wanted.until > link.until) {
    return short(
      link,
      'term',
      `只到 ${day(link.until)}，早于所需的 ${day(wanted.until)}`,
      `it ends on ${day(link.until)}, before ${day(wanted.until)}`,
    )
  }
  return null
}

/** The chain covers what is wanted when every link of it does: never more than their intersection. */
export function chainShort(
  chain: readonly Link[],
  wanted: Wanted,
  now: number,
  zoneOf: (datasetId: string) => string | null,
): Shortfall | null {
  const fault = chainFault(chain, now, zoneOf)
  if (fault) return fault
  for (const link of chain) {
    const missing = linkShort(link, wanted)
    if (missing) return missing
  }
  return null
}
