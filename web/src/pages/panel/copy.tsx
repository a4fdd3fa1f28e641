import './panel.css'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { type BlindView, type CopyAct, useCopy, useCopyAct } from '../../api/panel.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { ReasonDialog } from '../../parts/reason.tsx'
import { ContestPage } from '../contests/contest-page.tsx'
import { ReplaceFile } from './replace.tsx'

/** One blind copy: what experts will read, and what in it tells who made the work. */
export function Component() {
  const { t } = useFormat()
  const { work = '' } = useParams()
  return <ContestPage name={t('contestPanel.copy')}>{(id) => <Read id={id} work={work} />}</ContestPage>
}

function Read({ id, work }: { readonly id: string; readonly work: string }) {
  return <Loaded of={useCopy(id, work)}>{(copy) => <Copy id={id} copy={copy} />}</Loaded>
}

type Asking =
  | { readonly kind: 'keep'; readonly keys: readonly string[] }
  | { readonly kind: 'leave-out'; readonly fileId: string }

function Copy({ id, copy }: { readonly id: string; readonly copy: BlindView }) {
  const { t } = useFormat()
  const act = useCopyAct(id, copy.workId, copy.edition)
  const [asking, setAsking] = useState<Asking | null>(null)
  const done = (what: CopyAct) => act.mutate(what, { onSuccess: () => setAsking(null) })
  return (
    <>
      <div className="panel-row">
        <Link to={`/contests/${id}/panel?round=${copy.round}&part=copies`}>
          {t('contestPanel.backToCopies')}
        </Link>
        <span className="mono">{copy.number}</span> {copy.team}
        <Chip meaning={copy.state === 'clear' ? 'ok' : 'warn'}>
          {t(`contestPanel.copyState.${copy.state}`)}
        </Chip>
      </div>
      {act.error && !asking ? <Problem error={act.error} /> : null}
      <Flags
        copy={copy}
        pending={act.isPending}
        onRedact={(texts) => done({ act: 'redact', texts })}
        onKeep={(keys) => setAsking({ kind: 'keep', keys })}
      />
      <Files id={id} copy={copy} onLeaveOut={(fileId) => setAsking({ kind: 'leave-out', fileId })} />
      <Card title={t('contestPanel.shownToExperts')}>
        <h3>{copy.title}</h3>
        <FieldTexts copy={copy} />
      </Card>
      {asking && (
        <ReasonDialog
          open
          title={t(asking.kind === 'keep' ? 'contestPanel.keep' : 'contestPanel.leaveOut')}
          explain={t(asking.kind === 'keep' ? 'contestPanel.keepAbout' : 'contestPanel.leaveOutAbout')}
          reasons={
            asking.kind === 'keep'
              ? [
                  t('contestPanel.reason.common'),
                  t('contestPanel.reason.cited'),
                  t('contestPanel.reason.looked'),
                ]
              : [t('contestPanel.reason.notNeeded'), t('contestPanel.reason.tells')]
          }
          confirm={t('contestPanel.confirm')}
          pending={act.isPending}
          error={act.error}
          onClose={() => setAsking(null)}
          onConfirm={(reason) =>
            done(
              asking.kind === 'keep'
                ? { act: 'keep', keys: asking.keys, reason }
                : { act: 'leave-out', fileId: asking.fileId, reason },
            )
          }
        />
      )}
    </>
  )
}

interface FlagsProps {
  readonly copy: BlindView
  readonly pending: boolean
  readonly onRedact: (texts: readonly string[]) => void
  readonly onKeep: (keys: readonly string[]) => void
}

/** One line for each word: it is one decision, wherever the word stands. */
function Flags({ copy, pending, onRedact, onKeep }: FlagsProps) {
  const { t, list } = useFormat()
  const [word, setWord] = useState('')
  const open = copy.flags.filter(({ kept }) => kept === null)
  const groups = [...Map.groupBy(open, ({ key }) => key)]
  const where = (flag: BlindView['flags'][number]) =>
    t(`contestPanel.where.${flag.where}`, { at: flag.at, place: flag.place })
  return (
    <Card title={t('contestPanel.flagsOpen', { count: groups.length })}>
      <div className="stack tight">
        {groups.length === 0 && (
          <Empty title={t('contestPanel.noFlags')} hint={t('contestPanel.noFlagsHint')} />
        )}
        <ul className="panel-list">
          {groups.map(([key, flags]) => {
            const first = flags[0]!
            const seen = first.kind === 'picture' || first.kind === 'unread'
            return (
              <li key={key}>
                <div className="panel-row">
                  <Chip meaning="warn">{t(`contestPanel.mention.${first.kind}`)}</Chip>
                  {!seen && <b className="panel-words">{first.text}</b>}
                  <span className="faint">{list([...new Set(flags.map(where))])}</span>
                </div>
                {!seen && <p className="panel-words faint">…{first.around}…</p>}
                {flags.some(({ fixed }) => fixed) && !seen && (
                  <p className="warn">{t('contestPanel.fixedFile')}</p>
                )}
                <div className="row">
                  {!seen && flags.some(({ fixed }) => !fixed) && (
                    <Button size="small" loading={pending} onClick={() => onRedact([first.text])}>
                      {t('contestPanel.redact')}
                    </Button>
                  )}
                  <Button size="small" onClick={() => onKeep([key])}>
                    {t(seen ? 'contestPanel.lookedAt' : 'contestPanel.keep')}
                  </Button>
                </div>
              </li>
            )
          })}
        </ul>
        <div className="panel-row">
          <Input
            style={{ maxWidth: 320 }}
            aria-label={t('contestPanel.otherWords')}
            placeholder={t('contestPanel.otherWords')}
            maxLength={200}
            value={word}
            onChange={(event) => setWord(event.target.value)}
          />
          <Button
            loading={pending}
            disabled={word.trim().length < 2}
            onClick={() => {
              onRedact([word.trim()])
              setWord('')
            }}
          >
            {t('contestPanel.redact')}
          </Button>
        </div>
        <p className="faint">{t('contestPanel.redactAbout')}</p>
      </div>
    </Card>
  )
}

function Files({
  id,
  copy,
  onLeaveOut,
}: {
  readonly id: string
  readonly copy: BlindView
  readonly onLeaveOut: (fileId: string) => void
}) {
  const { t } = useFormat()
  const [replacing, setReplacing] = useState<string | null>(null)
  if (copy.files.length === 0) return null
  return (
    <Card title={t('contestPanel.files')}>
      <ul className="panel-list">
        {copy.files.map((file) => (
          <li key={file.id}>
            <div className="panel-row">
              <span className="mono">{file.place}</span>
              <span className="break">{file.name}</span>
              <Chip meaning={file.state === 'clean' ? 'ok' : file.state === 'refused' ? 'no' : 'none'}>
                {t(`contestPanel.fileState.${file.state}`)}
              </Chip>
              {file.state === 'clean' && <span className="faint">{bytes(file.bytes)}</span>}
              {file.replaced && <Chip>{t('contestPanel.replaced')}</Chip>}
            </div>
            {file.why && <p className="no">{t(`contestPanel.refusal.${file.why}`)}</p>}
            {file.reason && <p className="faint">{file.reason}</p>}
            <div className="row">
              {file.state === 'clean' && (
                <a
                  className="anchor"
                  href={`/api/contests/${id}/copies/${copy.workId}/files/${file.id}`}
                  download
                >
                  {t('contestPanel.lookClean')}
                </a>
              )}
              {file.state !== 'left_out' && (
                <>
                  <Button size="small" onClick={() => setReplacing(file.id)}>
                    {t('contestPanel.replace')}
                  </Button>
                  <Button size="small" onClick={() => onLeaveOut(file.id)}>
                    {t('contestPanel.leaveOut')}
                  </Button>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
      {replacing && (
        <ReplaceFile
          id={id}
          work={copy.workId}
          edition={copy.edition}
          fileId={replacing}
          onClose={() => setReplacing(null)}
        />
      )}
    </Card>
  )
}

function FieldTexts({ copy }: { readonly copy: BlindView }) {
  const { name } = useFormat()
  return (
    <dl className="facts one">
      {copy.fields.map((field) => (
        <div key={field.code}>
          <dt>{name(field.titleZh, field.titleEn)}</dt>
          <dd className="panel-words">{field.text}</dd>
        </div>
      ))}
    </dl>
  )
}
