import { Input } from 'antd'
import { useState } from 'react'
import { type DeskAt, type DeskWorkView, useSubmitSheet } from '../../api/contest-desk.ts'
import { clock, exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Criterion } from './criterion.tsx'
import { Decline } from './decline.tsx'
import { openCriteria, scoreOf, shareOf } from './sheet.ts'
import { type Saving, useAutosave } from './use-autosave.ts'

/** The own score sheet: saved while it is written, submitted once. */
export function Rubric({ at, work }: { readonly at: DeskAt; readonly work: DeskWorkView }) {
  const { t, list, name } = useFormat()
  const sheet = useAutosave(at, work.sheet)
  const submit = useSubmitSheet(at)
  const [asking, setAsking] = useState(false)
  const { scores, comment, privateNote } = sheet.written
  const open = openCriteria(work.criteria, scores)
  const score = scoreOf(work.criteria, scores)
  const { editable } = work.sheet
  const missing =
    open.length > 0 &&
    t('contestDesk.missing', { names: list(open.map((one) => name(one.titleZh, one.titleEn))) })
  const send = async () => {
    await sheet.flush()
    submit.mutate(sheet.draft(), { onSuccess: () => setAsking(false) })
  }
  return (
    <div className="stack">
      <Standing work={work} />
      {work.criteria.map((one) => (
        <Criterion
          key={one.code}
          of={one}
          share={shareOf(work.criteria, one)}
          value={scores[one.code]}
          disabled={!editable}
          onChange={(value) => {
            const { [one.code]: _, ...rest } = scores
            sheet.change({ scores: value === undefined ? rest : { ...rest, [one.code]: value } })
          }}
        />
      ))}
      <label className="stack tight">
        <span>{t('contestDesk.comment')}</span>
        <Input.TextArea
          rows={4}
          maxLength={5000}
          value={comment}
          disabled={!editable}
          onChange={(event) => sheet.change({ comment: event.target.value })}
        />
        <span className="faint">{t('contestDesk.commentAbout')}</span>
      </label>
      <label className="stack tight">
        <span>{t('contestDesk.note')}</span>
        <Input.TextArea
          rows={2}
          maxLength={5000}
          value={privateNote}
          disabled={!editable}
          onChange={(event) => sheet.change({ privateNote: event.target.value })}
        />
        <span className="faint">{t('contestDesk.noteAbout')}</span>
      </label>
      {editable && (
        <div className="desk-foot">
          <div className="desk-total">
            <span className="faint">{t('contestDesk.total')}</span>
            <b>{score === null ? '—' : exact(score, 2)}</b>
          </div>
          {work.sheet.state !== 'submitted' && <Told saving={sheet.saving} savedAt={sheet.savedAt} />}
          <span className="desk-buttons">
            {work.sheet.edition === 0 && <Decline at={at} />}
            <Action primary whyNot={missing} onClick={() => setAsking(true)}>
              {t(work.sheet.edition > 0 ? 'contestDesk.submitAgain' : 'contestDesk.submit')}
            </Action>
          </span>
        </div>
      )}
      {sheet.error ? <Problem error={sheet.error} onRetry={() => void sheet.flush()} /> : null}
      {asking && (
        <ConfirmDialog
          title={t('contestDesk.submitTitle', { code: work.code })}
          explain={t('contestDesk.submitAbout', { score: score === null ? '—' : exact(score, 2) })}
          confirm={t('contestDesk.submit')}
          pending={submit.isPending}
          error={submit.error}
          onConfirm={() => void send()}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}

function Standing({ work }: { readonly work: DeskWorkView }) {
  const { t } = useFormat()
  const { sheet, rescoreUntil } = work
  return (
    <>
      {sheet.state === 'submitted' && (
        <p>
          <Chip meaning="ok">{t('contestDesk.state.submitted')}</Chip>{' '}
          <span className="muted">{t('contestDesk.submittedAbout')}</span>
        </p>
      )}
      {rescoreUntil !== null && (
        <p className="why warn">
          {t('contestDesk.rescore')} <When at={rescoreUntil} />
        </p>
      )}
      {sheet.reopened !== '' && (
        <p className="why warn">{t('contestDesk.reopenedWhy', { reason: sheet.reopened })}</p>
      )}
      {!sheet.editable && sheet.state !== 'submitted' && (
        <p className="why warn">{t('contestDesk.locked')}</p>
      )}
    </>
  )
}

/** Says at all times whether what is on the screen is on the server. */
function Told({ saving, savedAt }: { readonly saving: Saving; readonly savedAt: number | null }) {
  const { t } = useFormat()
  const says =
    saving === 'saved'
      ? savedAt === null
        ? ''
        : t('contestDesk.saving.saved', { time: clock(savedAt) })
      : t(`contestDesk.saving.${saving}`)
  return (
    <span className={saving === 'failed' ? 'no' : 'faint'} role="status">
      {says}
    </span>
  )
}
