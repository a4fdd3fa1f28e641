import { Button } from 'antd'
import { useState } from 'react'
import { type Move, type StageView, type TurnView, useMoveStage } from '../../api/contest-final.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { ReasonDialog } from '../../parts/reason.tsx'

/** The one that is usually next. */
const MAIN: Readonly<Record<string, Move>> = {
  waiting: 'start',
  presenting: 'questions',
  questions: 'score',
  scoring: 'finish',
}

interface Props {
  readonly id: string
  readonly turn: TurnView
  readonly judges: StageView['judges']
  readonly small?: boolean
}

/** What may be done with a turn now. What is not the usual way asks why. */
export function Moves({ id, turn, judges, small }: Props) {
  const { t } = useFormat()
  const move = useMoveStage(id)
  const [asking, setAsking] = useState<Move | null>(null)
  const missing = judges.filter((one) => !one.apart && !one.submitted).length
  const needsReason = (one: Move) => one === 'repeat' || one === 'absent' || (one === 'finish' && missing > 0)
  const go = (one: Move, reason?: string) =>
    move.mutate(
      { turnId: turn.id, seq: turn.seq, move: one, ...(reason ? { reason } : {}) },
      { onSuccess: () => setAsking(null) },
    )
  return (
    <div className="stack tight">
      <div className="stage-moves">
        {turn.moves.map((one) => (
          <Button
            key={one}
            size={small ? 'small' : 'large'}
            type={!small && MAIN[turn.state] === one ? 'primary' : 'default'}
            danger={one === 'absent'}
            loading={move.isPending && move.variables?.move === one}
            // Until the page shows what the last press did, another one would be refused.
            disabled={move.isPending}
            onClick={() => (needsReason(one) ? setAsking(one) : go(one))}
          >
            {t(`contestFinal.move.${one}`)}
          </Button>
        ))}
      </div>
      {move.error && !asking ? <Problem error={move.error} /> : null}
      <ReasonDialog
        open={asking !== null}
        title={t(`contestFinal.move.${asking ?? 'repeat'}`)}
        explain={t(`contestFinal.why.${asking ?? 'repeat'}`, { name: turn.name, count: missing })}
        reasons={[
          t('contestFinal.whyReason.technical'),
          t('contestFinal.whyReason.notCome'),
          t('contestFinal.whyReason.judgeLeft'),
        ]}
        confirm={t(`contestFinal.move.${asking ?? 'repeat'}`)}
        pending={move.isPending}
        error={move.error}
        onConfirm={(reason) => asking && go(asking, reason)}
        onClose={() => setAsking(null)}
      />
    </div>
  )
}
