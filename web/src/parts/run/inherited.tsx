import { ACTION_WORDS } from '../../../../src/flow/policy/words.ts'
import type { RunView } from '../../api/types.ts'
import { date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../facts.tsx'

/** What a result carries with it of the policy that it was made under. */
export function Inherited({ of }: { readonly of: NonNullable<RunView['inherits']> }) {
  const { t, language, list } = useFormat()
  const said = (actions: readonly string[]) =>
    actions.length === 0
      ? '—'
      : list(actions.map((one) => ACTION_WORDS[one as keyof typeof ACTION_WORDS]?.[language] ?? one))
  return (
    <Facts
      one
      rows={[
        { key: 'permits', name: t('result.permits'), value: said(of.permits) },
        { key: 'forbids', name: t('result.forbids'), value: said(of.forbids) },
        { key: 'owes', name: t('result.owes'), value: said(of.owes) },
        { key: 'until', name: t('result.until'), value: date(of.until) },
      ]}
    />
  )
}
