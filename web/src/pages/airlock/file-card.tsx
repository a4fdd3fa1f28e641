import { Button } from 'antd'
import { useState } from 'react'
import type { AirlockFile, AirlockRequest } from '../../api/airlock.ts'
import { useHashName } from '../../api/session.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Hash } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { Aids } from './aids.tsx'
import { ContextFacts } from './context-facts.tsx'
import { ContextForm } from './context-form.tsx'
import { Findings } from './findings.tsx'
import { Look } from './look.tsx'
import { Note } from './standing.tsx'
import { ReplaceFile } from './replace-file.tsx'
import type { useContexts } from './use-contexts.ts'

interface Props {
  readonly request: AirlockRequest
  readonly file: AirlockFile
  readonly contexts: ReturnType<typeof useContexts>
}

/** One file of a request: what was found, what its author says, and what can be done with it. */
export function FileCard({ request, file, contexts }: Props) {
  const { t } = useFormat()
  const hashName = useHashName()
  const [looking, setLooking] = useState(false)
  const editing = request.may.includes('edit')
  const said = request.rounds.at(-1)?.files.find(({ path }) => path === file.path)
  return (
    <Card
      title={<span className="mono break">{file.path}</span>}
      extra={
        <span className="row">
          <span className="faint">
            {t(`airlock.kinds.${contexts.of(file).kind}`)} · {bytes(file.bytes)}
          </span>
          {file.verdict ? (
            <State kind="verdict" value={file.verdict} />
          ) : (
            <span className="chip">{t('airlock.notLooked')}</span>
          )}
        </span>
      }
    >
      <div className="stack">
        {request.state === 'returned' && said && said.ok === false && (
          <Note meaning="warn" title={t('airlock.fileReturned')}>
            {said.texts.map((text, place) => (
              <p key={place} className="airlock-words">
                {text}
              </p>
            ))}
          </Note>
        )}
        {file.verdict && <Findings of={file.findings} />}
        {editing ? (
          <ContextForm
            file={file}
            value={contexts.of(file)}
            onChange={(part) => contexts.change(file, part)}
            onLeave={() => void contexts.flush().catch(() => {})}
          />
        ) : (
          <ContextFacts of={file.context} />
        )}
        {file.aids.length > 0 && (
          <details>
            <summary className="muted">{t('airlock.aids')}</summary>
            <Aids of={file.aids} minGroup={request.terms[0]?.minGroup ?? null} />
          </details>
        )}
        <div className="row">
          <Button aria-expanded={looking} onClick={() => setLooking(!looking)}>
            {t(looking ? 'airlock.lookClose' : 'airlock.look')}
          </Button>
          {editing && <ReplaceFile request={request} file={file} context={contexts.of(file)} />}
          {file.runId && request.may.includes('download') && (
            <a className="anchor primary" href={`/api/runs/${file.runId}/file`} download>
              {t('common.download')}
            </a>
          )}
          {file.runId && (
            <a className="anchor" href={`/api/runs/${file.runId}/receipt`} download>
              {t('result.file.receipt')}
            </a>
          )}
          {file.runId && (
            <a
              className="anchor"
              href={`/api/airlock/requests/${request.id}/files/${file.id}/statement`}
              download
            >
              {t('airlock.statement')}
            </a>
          )}
          {file.recordDigest !== null && (
            <a
              className="anchor"
              href={`/api/airlock/requests/${request.id}/files/${file.id}/record`}
              download
            >
              {t('airlock.record')}
            </a>
          )}
          <span style={{ flex: 1 }} />
          <span className="faint">
            {`${hashName} `}
            <Hash value={file.digest} />
          </span>
        </div>
        {looking && <Look request={request.id} file={file.id} path={file.path} />}
      </div>
    </Card>
  )
}
