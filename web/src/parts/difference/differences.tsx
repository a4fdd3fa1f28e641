import './difference.css'
import { useMemo } from 'react'
import type { Policy } from '../../api/types.ts'
import { type Difference, policyDifferences } from '../../lib/contract/differences.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useDifferenceWords } from './words.ts'

/** + − ~ stand beside the word: colour alone says nothing. */
const SIGN = { added: '+', removed: '−', changed: '~' } as const

interface Props {
  readonly before: Policy
  readonly after: Policy
  /** Instead of the friendly sentence, where nothing differs. */
  readonly none?: string
}

/** What changed between two policies, in words: one line for each place, taken away before added. */
export function Differences({ before, after, none }: Props) {
  const { t } = useFormat()
  const all = useMemo(() => policyDifferences(before, after), [before, after])
  if (all.length === 0) return <p className="muted">{none ?? t('difference.none')}</p>
  return (
    <ul className="differences" aria-label={t('difference.title')}>
      {all.map((one) => (
        <Line key={one.key} of={one} />
      ))}
    </ul>
  )
}

function Line({ of }: { readonly of: Difference }) {
  const { t } = useFormat()
  const words = useDifferenceWords()
  return (
    <li className={of.kind}>
      <span className="sign" aria-hidden="true">
        {SIGN[of.kind]}
      </span>
      <span className="kind">{t(`difference.kind.${of.kind}`)}</span>
      <span>
        <b>{words.about(of)}</b>
        {of.at === 'column' && (
          <>
            {' '}
            <code>{of.about[0]}</code>
          </>
        )}
        {t('difference.colon')}
        {of.before !== null && <del>{words.value(of, of.before)}</del>}
        {of.kind === 'changed' && <span aria-hidden="true"> → </span>}
        {of.after !== null && <ins>{words.value(of, of.after)}</ins>}
      </span>
    </li>
  )
}

/** 3 处修改: for lists, where the lines themselves would be too much. */
export function DifferenceCount({ before, after }: Props) {
  const { t } = useFormat()
  const count = useMemo(() => policyDifferences(before, after).length, [before, after])
  return <>{count === 0 ? t('difference.noneShort') : t('difference.count.all', { count })}</>
}
