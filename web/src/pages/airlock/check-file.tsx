import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { AirlockFile, AirlockRequest } from '../../api/airlock.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { State } from '../../parts/state.tsx'
import { Aids } from './aids.tsx'
import { ContextFacts } from './context-facts.tsx'
import { Findings } from './findings.tsx'
import { Look } from './look.tsx'
import type { OpinionDraft } from './opinion.ts'

type Said = OpinionDraft['files'][string]

interface Props {
  readonly request: AirlockRequest
  readonly file: AirlockFile
  readonly said: Said
  readonly onSay: (said: Said) => void
}

/** One file before a checker: what its author says, what the machine found, the figures, a look, and the word on it. */
export function CheckFile({ request, file, said, onSay }: Props) {
  const { t } = useFormat()
  const [looking, setLooking] = useState(false)
  return (
    <Card
      title={<span className="mono break">{file.path}</span>}
      extra={
        <span className="row">
          <span className="faint">
            {t(`airlock.kinds.${file.context.kind}`)} · {bytes(file.bytes)}
          </span>
          {file.verdict && <State kind="verdict" value={file.verdict} />}
        </span>
      }
    >
      <div className="stack">
        <ContextFacts of={file.context} />
        <Findings of={file.findings} />
        {file.aids.length > 0 && (
          <div className="airlock-part">
            <h3>{t('airlock.aids')}</h3>
            <Aids of={file.aids} minGroup={request.terms[0]?.minGroup ?? null} />
          </div>
        )}
        <div>
          <Button aria-expanded={looking} onClick={() => setLooking(!looking)}>
            {t(looking ? 'airlock.lookClose' : 'airlock.look')}
          </Button>
        </div>
        {looking && <Look request={request.id} file={file.id} path={file.path} />}
        <div className="airlock-decide">
          <div className="row">
            <Segmented
              aria-label={t('airlock.wordOn', { path: file.path })}
              value={said.ok === null ? '' : String(said.ok)}
              onChange={(value) => onSay({ ...said, ok: value === 'true' })}
              options={[
                { value: 'true', label: `✓ ${t('airlock.inOrder')}` },
                { value: 'false', label: `⊘ ${t('airlock.notInOrder')}` },
              ]}
            />
            <Input.TextArea
              aria-label={t('airlock.wordText', { path: file.path })}
              placeholder={t('airlock.wordHint')}
              autoSize={{ minRows: 1, maxRows: 4 }}
              maxLength={1000}
              style={{ flex: '1 1 260px', width: 'auto' }}
              value={said.text}
              onChange={(event) => onSay({ ...said, text: event.target.value })}
            />
          </div>
        </div>
      </div>
    </Card>
  )
}
