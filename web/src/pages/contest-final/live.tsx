import './contest-final.css'
import '../desk/desk.css'
import { Button, Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useParams } from 'react-router'
import {
  type JudgeView,
  saveLiveSheet,
  type Sheet,
  useJudge,
  useSubmitSheet,
} from '../../api/contest-final.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Criterion } from '../desk/criterion.tsx'
import { openCriteria, scoreOf, shareOf } from '../desk/sheet.ts'
import { ClockFace } from './clock-face.tsx'
import { useStageClock } from './use-stage.ts'

/** A judge's tablet or phone: the team on the stage, its rubric, one button. */
export function Component() {
  const { t, pick } = useFormat()
  const { id = '' } = useParams()
  const judge = useJudge(id)
  const live = useStageClock(id, `/desk/live/${id}/events`)
  return (
    <Page title={t('contestFinal.live')} sub={judge.data && pick(judge.data.title)}>
      <div className="live-page">
        <Loaded of={judge} lines={8}>
          {(data) =>
            !data.declared ? (
              <Empty
                title={t('contestFinal.notDeclared')}
                hint={t('contestFinal.notDeclaredHint')}
                action={
                  <LinkButton to="/desk/panels" primary>
                    {t('contestFinal.declare')}
                  </LinkButton>
                }
              />
            ) : data.current ? (
              <>
                <section className="card stack">
                  <div className="live-top">
                    <h2>{data.current.name}</h2>
                    <Chip meaning="warn">{t(`contestFinal.turn.${live?.state ?? data.current.state}`)}</Chip>
                  </div>
                  <p className="muted">
                    {data.current.number} · {data.current.title}
                  </p>
                  <ClockFace
                    clock={live?.clock ?? data.current.clock}
                    state={live?.state ?? data.current.state}
                  />
                </section>
                {data.apart ? (
                  <Empty title={t('contestFinal.apart')} hint={t('contestFinal.apartHint')} />
                ) : (
                  <Scoring key={data.current.id} id={id} of={data} turnId={data.current.id} />
                )}
              </>
            ) : (
              <Empty title={t('contestFinal.waiting')} hint={t('contestFinal.waitingHint')} />
            )
          }
        </Loaded>
        {judge.data && (
          <p className="faint">
            {t('contestFinal.handedIn', { count: judge.data.handedIn, total: judge.data.total })}
          </p>
        )}
      </div>
    </Page>
  )
}

/** Typing rests for so long before the draft is kept. */
const REST_MS = 1500

interface ScoringProps {
  readonly id: string
  readonly of: JudgeView
  readonly turnId: string
}

function Scoring({ id, of, turnId }: ScoringProps) {
  const { t } = useFormat()
  const submit = useSubmitSheet(id)
  const locked = of.sheet?.state === 'submitted'
  const [sheet, setSheet] = useState<Sheet>({
    turnId,
    scores: of.sheet?.scores ?? {},
    comment: of.sheet?.comment ?? '',
  })
  const [asking, setAsking] = useState(false)
  const failed = useDraft(id, sheet, locked)
  const shown = locked ? (of.sheet?.scores ?? {}) : sheet.scores
  const change = (code: string, value: number | undefined) => {
    const scores = { ...sheet.scores }
    if (value === undefined) delete scores[code]
    else scores[code] = value
    setSheet({ ...sheet, scores })
  }
  const open = openCriteria(of.criteria, shown)
  const score = scoreOf(of.criteria, shown)
  return (
    <section className="card stack">
      {of.criteria.map((one) => (
        <Criterion
          key={one.code}
          of={one}
          share={shareOf(of.criteria, one)}
          value={shown[one.code]}
          disabled={locked}
          onChange={(value) => change(one.code, value)}
        />
      ))}
      <Input.TextArea
        aria-label={t('contestFinal.comment')}
        placeholder={t('contestFinal.comment')}
        rows={2}
        maxLength={2000}
        disabled={locked}
        value={locked ? (of.sheet?.comment ?? '') : sheet.comment}
        onChange={(event) => setSheet({ ...sheet, comment: event.target.value })}
      />
      {failed ? <Problem error={failed} /> : null}
      <div className="live-foot">
        <span>
          {t('contestFinal.total')} <b>{score === null ? '—' : exact(score, 2)}</b>
        </span>
        <span className="grow" />
        {locked ? (
          <Chip meaning="ok">{t('contestFinal.locked')}</Chip>
        ) : (
          <Button type="primary" size="large" disabled={open.length > 0} onClick={() => setAsking(true)}>
            {open.length > 0 ? t('contestFinal.stillOpen', { count: open.length }) : t('contestFinal.submit')}
          </Button>
        )}
      </div>
      {asking && (
        <ConfirmDialog
          title={t('contestFinal.submit')}
          explain={t('contestFinal.submitExplain', { score: score === null ? '' : exact(score, 2) })}
          confirm={t('contestFinal.submit')}
          pending={submit.isPending}
          error={submit.error}
          onConfirm={() => submit.mutate(sheet, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}

/** Keeps the sheet as it is filled in, so that another tablet goes on with it. Returns what went wrong last. */
function useDraft(id: string, sheet: Sheet, locked: boolean): unknown {
  const [failed, setFailed] = useState<unknown>(null)
  const first = useRef(sheet)
  useEffect(() => {
    if (locked || sheet === first.current) return
    const timer = setTimeout(() => {
      saveLiveSheet(id, sheet).then(
        () => setFailed(null),
        (error: unknown) => setFailed(error),
      )
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [id, sheet, locked])
  return failed
}
