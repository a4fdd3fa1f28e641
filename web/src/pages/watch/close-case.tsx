import { Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { type CaseView, OUTCOMES, type Outcome, useCloseCase } from '../../api/watch.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'

const LEAST = 4

/** Ends a case with what came of it. */
export function CloseCase({ of, whyNot }: { readonly of: CaseView; readonly whyNot: string | null }) {
  const { t } = useFormat()
  const options = useOptions()
  const [open, setOpen] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>('harmless')
  const [text, setText] = useState('')
  const close = useCloseCase(of.id)
  return (
    <>
      <Action primary={of.takenBy !== null} whyNot={whyNot} onClick={() => setOpen(true)}>
        {t('watch.close')}
      </Action>
      <Modal
        open={open}
        title={t('watch.close')}
        okText={t('watch.close')}
        cancelText={t('common.cancel')}
        okButtonProps={{ loading: close.isPending, disabled: text.trim().length < LEAST }}
        onCancel={() => setOpen(false)}
        onOk={() => close.mutate({ outcome, text: text.trim() }, { onSuccess: () => setOpen(false) })}
        destroyOnHidden
      >
        <div className="stack tight">
          <p>{t('watch.closeExplain')}</p>
          <Segmented
            aria-label={t('watch.outcome')}
            value={outcome}
            onChange={setOutcome}
            options={options('watch.outcomes', OUTCOMES) as { value: Outcome; label: string }[]}
          />
          <Input.TextArea
            aria-label={t('watch.outcomeText')}
            placeholder={t('watch.outcomeText')}
            rows={3}
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {close.error ? <Problem error={close.error} /> : null}
        </div>
      </Modal>
    </>
  )
}
