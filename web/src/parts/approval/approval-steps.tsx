import './approval.css'
import { useColleagueName } from '../../api/colleagues.ts'
import type { ApprovalView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { When } from '../say.tsx'

const SIGN = { approve: '✓', decline: '⊘', now: '●', todo: '○' } as const

/** The steps of an approval: who decided, whose turn it is, who comes after. */
export function ApprovalSteps({ approval }: { readonly approval: ApprovalView }) {
  const { t, name, list } = useFormat()
  const colleague = useColleagueName()
  const someone = t('approval.colleague')
  return (
    <ol className="approval-steps">
      {approval.steps.map((step, place) => {
        const vote = approval.votes.find((one) => one.step === place)
        const now = approval.state === 'waiting' && place === approval.step
        const state = vote ? vote.decision : now ? 'now' : 'todo'
        return (
          <li key={place} className={state} aria-current={now ? 'step' : undefined}>
            <span className="dot" aria-hidden="true">
              {SIGN[state]}
            </span>
            <div>
              <b>{name(step.nameZh, step.nameEn)}</b>{' '}
              <span className="faint">{t(`approval.step.${state}`)}</span>
              <div className="faint">
                {vote ? (
                  <>
                    {vote.forUserId
                      ? t('approval.inPlace', {
                          who: colleague(vote.userId, someone),
                          of: colleague(vote.forUserId, someone),
                        })
                      : colleague(vote.userId, someone)}{' '}
                    · <When at={vote.at} />
                  </>
                ) : (
                  t('approval.anyOf', {
                    who: list([...new Set(step.users.map((user) => colleague(user, someone)))]),
                  })
                )}
              </div>
              {vote?.comment && <div className="break">{vote.comment}</div>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
