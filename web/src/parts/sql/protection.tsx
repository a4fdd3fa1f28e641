import type { Policy } from '../../api/types.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'

interface Props {
  readonly policy: Pick<Policy, 'minGroup' | 'disclosure'>
  readonly open?: boolean
}

/**
 * The rules in force and what they do, in general words. Never a reason for one cell: which rule it was would tell about
 * the persons behind it.
 */
export function Protection({ policy, open }: Props) {
  const { t } = useFormat()
  const { disclosure: rules } = policy
  const lines = [
    { key: 'k', text: t('protection.k', { k: exact(policy.minGroup) }) },
    ...(rules.minInstitutions > 0
      ? [{ key: 'institutions', text: t('protection.institutions', { n: exact(rules.minInstitutions) }) }]
      : []),
    ...(rules.dominance
      ? [{ key: 'dominance', text: t('protection.dominance', { ...rules.dominance }) }]
      : []),
    ...(rules.pPercent === null
      ? []
      : [{ key: 'pPercent', text: t('protection.pPercent', { p: rules.pPercent }) }]),
    { key: 'small', text: t(`protection.smallGroups.${rules.smallGroups ?? 'withhold'}`) },
    { key: 'margins', text: t('protection.margins') },
    ...(rules.rounding === 'none'
      ? []
      : [{ key: 'rounding', text: t(`protection.rounding.${rules.rounding}`) }]),
    { key: 'extremes', text: t('protection.extremes') },
    { key: 'history', text: t('protection.history') },
  ]
  return (
    <details className="protection" open={open}>
      <summary>{t('protection.title')}</summary>
      <ul>
        {lines.map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ul>
      <p className="faint">{t('protection.oneWord')}</p>
    </details>
  )
}
