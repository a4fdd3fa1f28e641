import './panel.css'
import { Segmented, Select } from 'antd'
import { useContest } from '../../api/contests.ts'
import { type PanelBoard, usePanelBoard } from '../../api/panel.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'
import { ContestPage } from '../contests/contest-page.tsx'
import { Assigning } from './assigning.tsx'
import { Conflicts } from './conflicts.tsx'
import { Copies } from './copies.tsx'
import { Experts } from './experts.tsx'

const PARTS = ['experts', 'conflicts', 'copies', 'assignments'] as const
type Part = (typeof PARTS)[number]

/** Who judges a round, who must not judge whom, what they are shown, and who gets what. */
export function Component() {
  const { t } = useFormat()
  return <ContestPage name={t('contestPanel.title')}>{(id) => <Rounds id={id} />}</ContestPage>
}

function Rounds({ id }: { readonly id: string }) {
  const contest = useContest(id)
  return (
    <Loaded of={contest}>
      {({ scheme }) => <Panel id={id} first={scheme.rounds[0]?.code ?? 'final'} />}
    </Loaded>
  )
}

function Panel({ id, first }: { readonly id: string; readonly first: string }) {
  const { t, name } = useFormat()
  const { values, set } = useFilters()
  const round = values.round ?? first
  const part: Part = PARTS.find((one) => one === values.part) ?? 'experts'
  const parts = PARTS.filter((one) => round !== 'final' || one === 'experts' || one === 'conflicts')
  return (
    <Loaded of={usePanelBoard(id, round)} lines={8}>
      {(board) => (
        <>
          <div className="panel-row">
            <label htmlFor="panel-round">{t('contestPanel.round')}</label>
            <Select
              id="panel-round"
              value={round}
              style={{ minWidth: 180 }}
              options={board.rounds.map((one) => ({
                value: one.code,
                label: name(one.titleZh, one.titleEn),
              }))}
              onChange={(value: string) => set({ round: value, state: undefined })}
            />
          </div>
          <Steps board={board} />
          <Segmented
            aria-label={t('contestPanel.parts')}
            value={part}
            options={parts.map((one) => ({ value: one, label: t(`contestPanel.part.${one}`) }))}
            onChange={(value) => set({ part: value, state: undefined })}
          />
          {part === 'experts' && <Experts key={round} id={id} round={round} divisions={board.divisions} />}
          {part === 'conflicts' && <Conflicts id={id} />}
          {part === 'copies' && round !== 'final' && <Copies id={id} round={round} board={board} />}
          {part === 'assignments' && round !== 'final' && <Assigning id={id} round={round} board={board} />}
        </>
      )}
    </Loaded>
  )
}

/** How far the round is, in the order in which it goes. */
function Steps({ board }: { readonly board: PanelBoard }) {
  const { t } = useFormat()
  const step = (key: string, value: number, of?: number) => (
    <div key={key}>
      <div className="big">
        <Num value={value} />
        {of !== undefined && <span className="faint"> / {of}</span>}
      </div>
      <div className="faint">{t(`contestPanel.step.${key}`)}</div>
    </div>
  )
  return (
    <Card>
      <div className="panel-steps">
        {step('panel', board.panel, board.pool)}
        {step('declared', board.declared, board.panel)}
        {step('conflicts', board.conflicts)}
        {step('clear', board.clear, board.works)}
        {step('assigned', board.assigned, board.works * (board.reviews ?? 0))}
        {step('lacking', board.lacking)}
      </div>
      {!board.ready && board.reviews !== null && <p className="warn">{t('contestPanel.notReady')}</p>}
      {board.liftsWaiting > 0 && (
        <p className="warn">{t('contestPanel.liftsWaiting', { count: board.liftsWaiting })}</p>
      )}
    </Card>
  )
}
