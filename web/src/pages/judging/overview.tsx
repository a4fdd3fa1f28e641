import { Button } from 'antd'
import { useState } from 'react'
import { type JudgingView, type Recomputed, recompute, useRemind } from '../../api/contest-judging.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Bar } from '../../parts/progress.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'

/** How far the review is, and what is missing. */
export function Overview({ id, of }: { readonly id: string; readonly of: JudgingView }) {
  const { t } = useFormat()
  const remind = useRemind(id, of.round)
  const { due, submitted } = of.sheets
  const told = t('contestJudging.progress', { done: exact(submitted), all: exact(due) })
  const tiles = [
    { key: 'works', value: of.works },
    { key: 'missing', value: due - submitted },
    { key: 'late', value: of.sheets.late },
    { key: 'thin', value: of.thin },
  ]
  return (
    <Card>
      <div className="stack">
        <div className="grid g4">
          {tiles.map(({ key, value }) => (
            <div className="number" key={key}>
              <div className="k">{t(`contestJudging.number.${key}`)}</div>
              <div className="v">{exact(value)}</div>
            </div>
          ))}
        </div>
        <Bar share={due === 0 ? 0 : submitted / due} label={told} />
        <div className="row">
          <span>{told}</span>
          <span className="faint">
            {t('contestJudging.closes')} <When at={of.closesAt} />
          </span>
          <span style={{ flex: 1 }} />
          <Recompute id={id} round={of.round} possible={of.rankings.length > 0} />
          <Action
            whyNot={submitted >= due && t('contestJudging.nothingMissing')}
            loading={remind.isPending}
            onClick={() => remind.mutate()}
          >
            {t('contestJudging.remind')}
          </Action>
        </div>
        {remind.data && <p role="status">{t('contestJudging.reminded', { count: remind.data.experts })}</p>}
        {of.groups > 1 && <p className="why warn">{t('contestJudging.groups', { count: of.groups })}</p>}
        {remind.error ? <Problem error={remind.error} /> : null}
      </div>
    </Card>
  )
}

/** Does the latest ranking again from the evidence, where there is one. */
function Recompute({
  id,
  round,
  possible,
}: {
  readonly id: string
  readonly round: string
  readonly possible: boolean
}) {
  const { t } = useFormat()
  const [result, setResult] = useState<Recomputed | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [pending, setPending] = useState(false)
  if (!possible) return null
  const run = async () => {
    setPending(true)
    setError(null)
    try {
      setResult(await recompute(id, round))
    } catch (failure) {
      setError(failure)
    }
    setPending(false)
  }
  return (
    <>
      {result && (
        <span role="status" className={result.ok ? 'ok' : 'no'}>
          {t(result.ok ? 'contestJudging.recomputed' : 'contestJudging.recomputeDiffers', {
            number: result.number,
            sheets: exact(result.sheets),
            count: result.problems.length,
          })}
        </span>
      )}
      {error ? <Problem error={error} /> : null}
      <Button loading={pending} onClick={() => void run()}>
        {t('contestJudging.recompute')}
      </Button>
    </>
  )
}
