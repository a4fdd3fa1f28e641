import { useTranslation } from 'react-i18next'
import type { Consistency } from '../../../api/log.ts'
import { exact } from '../../../lib/format.ts'
import { Hash } from '../../../parts/say.tsx'
import type { Walk } from './walk.ts'

interface LanesProps {
  readonly of: Consistency
  /** Null before it is worked out here. */
  readonly walk: Walk | null
}

const LENGTH = 12

/** Two lanes from one node up to two roots: the tree of the first day on the left, that of the second on the right. */
export function Lanes({ of, walk }: LanesProps) {
  const { t } = useTranslation()
  const match = (made: string, root: string) => (made === root ? 'ok' : 'no')
  return (
    <table className="lanes">
      <caption className="visually-hidden">{t('explore.consistencyProof')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('explore.firstTree', { size: exact(of.from.size) })}</th>
          <th scope="col">{t('explore.proofHash')}</th>
          <th scope="col">{t('explore.secondTree', { size: exact(of.to.size) })}</th>
        </tr>
      </thead>
      <tbody>
        <tr className="roots">
          <td>
            <b>{t('explore.root')}</b> <Hash value={of.from.root} length={LENGTH} />
            {walk && <Mark look={match(walk.oldRoot, of.from.root)} />}
          </td>
          <td />
          <td>
            <b>{t('explore.root')}</b> <Hash value={of.to.root} length={LENGTH} />
            {walk && <Mark look={match(walk.newRoot, of.to.root)} />}
          </td>
        </tr>
        {walk?.steps
          .map((step, place) => ({ ...step, place }))
          .toReversed()
          .map((step) => (
            <tr key={step.place}>
              <td>{step.joins === 'both' ? <Hash value={step.oldHash} length={LENGTH} /> : <Pass />}</td>
              <td className={step.joins}>
                <span aria-hidden="true">{step.joins === 'both' ? '↖ ↗ ' : '↗ '}</span>
                <Hash value={step.hash} length={LENGTH} />
                <div className="faint">{t(`explore.joins.${step.joins}`)}</div>
              </td>
              <td>
                <Hash value={step.newHash} length={LENGTH} />
              </td>
            </tr>
          ))}
        {walk && (
          <tr className="seed">
            <td colSpan={3}>
              <b>{t('explore.seed')}</b> <Hash value={walk.seed} length={LENGTH} />
            </td>
          </tr>
        )}
        {!walk &&
          of.proof.map((hash) => (
            <tr key={hash}>
              <td />
              <td>
                <Hash value={hash} length={LENGTH} />
              </td>
              <td />
            </tr>
          ))}
      </tbody>
    </table>
  )
}

const Pass = () => (
  <span className="faint" aria-hidden="true">
    │
  </span>
)

function Mark({ look }: { readonly look: 'ok' | 'no' }) {
  const { t } = useTranslation()
  return (
    <span className={look}>
      <span aria-hidden="true">{look === 'ok' ? ' ✓ ' : ' ⊘ '}</span>
      {t(look === 'ok' ? 'explore.equal' : 'explore.unequal')}
    </span>
  )
}
