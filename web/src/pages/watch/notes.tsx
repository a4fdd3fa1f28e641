import { Input } from 'antd'
import { useState } from 'react'
import { type CaseView, useNoteCase } from '../../api/watch.ts'
import { useColleagueName } from '../../api/colleagues.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'

/** What the officers wrote down. */
export function Notes({ of, whyNot }: { readonly of: CaseView; readonly whyNot: string | null }) {
  const { t } = useFormat()
  const colleague = useColleagueName()
  const [text, setText] = useState('')
  const note = useNoteCase(of.id)
  return (
    <Card title={t('watch.notes')}>
      <div className="stack tight">
        {of.notes.length === 0 && <p className="muted">{t('watch.noNotes')}</p>}
        {of.notes.length > 0 && (
          <ol className="timeline">
            {of.notes.map((one, place) => (
              <li key={place}>
                <span className="break">{one.text}</span>
                <small>
                  {one.byName ?? colleague(one.by, t('watch.somebody'))} · <When at={one.at} />
                </small>
              </li>
            ))}
          </ol>
        )}
        {of.state !== 'closed' && (
          <>
            <Input.TextArea
              aria-label={t('watch.note')}
              placeholder={t('watch.note')}
              rows={2}
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <div>
              <Action
                whyNot={whyNot ?? (text.trim() === '' && t('watch.whyNot.empty'))}
                loading={note.isPending}
                onClick={() => note.mutate(text.trim(), { onSuccess: () => setText('') })}
              >
                {t('watch.addNote')}
              </Action>
            </div>
            {note.error ? <Problem error={note.error} /> : null}
          </>
        )}
      </div>
    </Card>
  )
}
