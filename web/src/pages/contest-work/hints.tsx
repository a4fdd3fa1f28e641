import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { type HintView, useCompare, useHints, useNoteHint } from '../../api/contest-work.ts'
import { percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { JobProgress } from '../../parts/progress.tsx'

/** Works that have passages in common: for people to look at, never a verdict. */
export function Hints({ contestId, round }: { readonly contestId: string; readonly round: string }) {
  const { t } = useFormat()
  const client = useQueryClient()
  const hints = useHints(contestId, round)
  const compare = useCompare(contestId)
  return (
    <Card
      title={t('contestWork.hints')}
      extra={
        <Button loading={compare.isPending} onClick={() => compare.mutate(round)}>
          {t('contestWork.compare')}
        </Button>
      }
    >
      <div className="stack tight">
        <p className="muted">{t('contestWork.hintsWhy')}</p>
        {compare.error ? <Problem error={compare.error} /> : null}
        <Loaded of={hints} lines={2}>
          {({ items, run }) => (
            <>
              {run && run.endedAt === null && (
                <JobProgress
                  key={run.jobId}
                  id={run.jobId}
                  onDone={() => void client.invalidateQueries({ queryKey: ['contest-hints', contestId] })}
                />
              )}
              {run && run.endedAt !== null && (
                <p>{t('contestWork.compared', { works: run.works, pairs: run.pairs, unread: run.unread })}</p>
              )}
              {items.map((hint) => (
                <Hint key={hint.id} contestId={contestId} hint={hint} />
              ))}
            </>
          )}
        </Loaded>
      </div>
    </Card>
  )
}

function Hint({ contestId, hint }: { readonly contestId: string; readonly hint: HintView }) {
  const { t } = useFormat()
  const note = useNoteHint(contestId)
  const [text, setText] = useState(hint.note ?? '')
  return (
    <details className="work-file">
      <summary>
        {hint.a.number} {hint.a.title} ↔ {hint.b.number} {hint.b.title} ·{' '}
        {t('contestWork.share', { share: percent(hint.share) })}
      </summary>
      {hint.passages.map((passage) => (
        <div key={`${passage.inA} ${passage.inB} ${passage.text}`}>
          <span className="faint">
            {passage.inA} ↔ {passage.inB} ·{' '}
            {passage.kind === 'file'
              ? t('contestWork.sameFile')
              : t('contestWork.characters', { count: passage.characters })}
          </span>
          <p className="hint-text">{passage.text}</p>
        </div>
      ))}
      <div className="row">
        <Input
          value={text}
          maxLength={2000}
          aria-label={t('contestWork.found')}
          placeholder={t('contestWork.found')}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          disabled={text.trim() === '' || text === hint.note}
          loading={note.isPending}
          onClick={() => note.mutate({ id: hint.id, note: text })}
        >
          {t('contestWork.keepNote')}
        </Button>
      </div>
      {note.error ? <Problem error={note.error} /> : null}
    </details>
  )
}
