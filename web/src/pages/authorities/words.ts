import type { Fees, Scope, TreeView } from '../../api/authority.ts'
import { useFormat } from '../../lib/use-format.ts'

/** What a link opens and costs, in words. */
export function useLinkWords(titles: TreeView['titles']) {
  const { t, name, list, number } = useFormat()
  const titleOf = (id: string) => name(titles[id]?.zh, titles[id]?.en) || `${id.slice(0, 8)}…`
  const yuan = (fen: number) => number(fen / 100, fen % 100 === 0 ? 0 : 2)
  return {
    data: ({ zones, datasets, columns }: Scope) =>
      [
        ...zones.map((id) => t('authority.wholeZone', { zone: titleOf(id) })),
        ...(datasets.length > 4
          ? [...datasets.slice(0, 3).map(titleOf), t('authority.more', { count: datasets.length - 3 })]
          : datasets.map(titleOf)),
        ...(columns ? [t('authority.someColumns')] : []),
      ].join(t('authority.joiner')),
    purposes: ({ purposes }: Scope) => list(purposes.map((code) => t(`purpose.${code}`))),
    actions: ({ actions }: Scope) => list(actions.map((code) => t(`authority.action.${code}`))),
    fees: (fees: Fees) => {
      const amount = fees.basis === 'share' ? (fees.percent ?? 0) : yuan(fees.fen)
      const text = t(`authority.fee.${fees.basis}`, { amount })
      return fees.note ? `${text} · ${fees.note}` : text
    },
  }
}
