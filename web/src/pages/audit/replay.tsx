import './audit.css'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { type Recorded, useAuditSeat, useRecording } from '../../api/audit.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Watermark } from '../../parts/seat/watermark.tsx'
import { Controls } from './controls.tsx'
import { Log } from './log.tsx'
import { NotebooksThen } from './notebooks-then.tsx'
import { inOrder, thenAt } from './replay-state.ts'
import { usePlayer } from './use-player.ts'

/** A session again: what was typed, what was seen, who was there. */
export function Component() {
  const { t } = useTranslation()
  const { seat = '' } = useParams()
  const { data: about } = useAuditSeat(seat)
  const recording = useRecording(seat)
  return (
    <Page title={about?.name ?? t('audit.replay')} name={t('audit.replay')} sub={t('audit.replayAbout')}>
      <Watermark />
      <Loaded of={recording} lines={10}>
        {(steps) =>
          steps.length === 0 ? (
            <Card>
              <Empty title={t('audit.noSteps')} hint={t('audit.noStepsHint')} />
            </Card>
          ) : (
            <Player steps={steps} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Player({ steps }: { readonly steps: readonly Recorded[] }) {
  const [search] = useSearchParams()
  const sorted = useMemo(() => inOrder(steps), [steps])
  // A link from the evidence opens the session at that step.
  const leaf = Number(search.get('leaf') ?? Number.NaN)
  const start = Math.max(
    0,
    sorted.findIndex((step) => step.leaf === leaf),
  )
  const player = usePlayer(sorted, start)
  const then = useMemo(() => thenAt(sorted, player.place), [sorted, player.place])
  const now = sorted[player.place]!
  return (
    <div className="stack">
      <Controls steps={sorted} player={player} present={then.present} />
      <div className="audit-replay">
        <NotebooksThen notebooks={then.notebooks} now={now} />
        <Log steps={sorted} place={player.place} onGo={player.go} />
      </div>
    </div>
  )
}
