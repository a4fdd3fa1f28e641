import type { Conflict } from '../../../../src/flow/policy/conflict/model.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Each pair that cannot stand in one policy, in the words of the builder. */
export function PolicyConflicts({ conflicts }: { readonly conflicts: readonly Conflict[] }) {
  const { t } = useFormat()
  const place = usePlace()
  if (conflicts.length === 0) return null
  return (
    <div className="why" role="alert">
      <b className="head">
        <span aria-hidden="true">✕ </span>
        {t('builder.conflicts')}
      </b>
      <ul className="conflicts">
        {conflicts.map(({ kind, a, b }) => (
          <li key={`${kind} ${a} ${b}`}>
            {t(`builder.conflictKind.${kind === 'never' && a === b ? 'never1' : kind}`)}: <b>{place(a)}</b>
            {a !== b && (
              <>
                {' ⇄ '}
                <b>{place(b)}</b>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** `permissions[0].constraints[1]` → 允许 1 · 条件 2. */
export function usePlace(): (path: string) => string {
  const { t } = useFormat()
  return (path) =>
    path
      .split('.')
      .map((part) => {
        const [, name = part, at] = /^(\w+)\[(\d+)\]$/.exec(part) ?? []
        return t(`builder.place.${name}`, { n: Number(at ?? 0) + 1 })
      })
      .join(' · ')
}
