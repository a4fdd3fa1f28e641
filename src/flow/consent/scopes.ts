import { z } from 'zod'
import first from './scopes/scopes-1.json' with { type: 'json' }
import second from './scopes/scopes-2.json' with { type: 'json' }

/** What a person may give, in words that need no explanation, and what that is in national tables and columns. */
export const ScopeView = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  tellsZh: z.string(),
  tellsEn: z.string(),
  /** Bounded by the period of the data that the person chose. */
  periodic: z.boolean(),
})
export type ScopeView = z.output<typeof ScopeView>

const Scope = ScopeView.extend({ fields: z.record(z.string(), z.array(z.string()).min(1)) })
const ScopeList = z.strictObject({ version: z.int(), scopes: z.array(Scope).min(1) })

/** Every version that a consent may have been given under. A list that was published is never changed. */
const VERSIONS = new Map([first, second].map((list) => [list.version, ScopeList.parse(list)]))
export const SCOPE_VERSION = 2

export const SCOPES: readonly ScopeView[] = VERSIONS.get(SCOPE_VERSION)!.scopes.map((scope) =>
  ScopeView.parse(scope),
)
export const ScopeCode = z.string().refine((code) => SCOPES.some((scope) => scope.code === code), {
  message: `must be one of ${SCOPES.map((scope) => scope.code).join(', ')}`,
})

/** `table.column` → is it bounded by the consent's period? of these scopes, as the list of that version says. */
export function fieldsOfScopes(version: number, codes: readonly string[]): Map<string, boolean> {
  const fields = new Map<string, boolean>()
  for (const scope of VERSIONS.get(version)?.scopes ?? []) {
    if (!codes.includes(scope.code)) continue
    for (const [table, columns] of Object.entries(scope.fields))
      for (const column of columns) fields.set(`${table}.${column}`, scope.periodic)
  }
  return fields
}
