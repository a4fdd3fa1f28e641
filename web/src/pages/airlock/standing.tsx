import { Progress } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AirlockRequest } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Bar } from '../../parts/progress.tsx'
import { When } from '../../parts/say.tsx'
import { Age } from './age.tsx'
import type { Gap } from './context.ts'
import { ReasonChips } from './reason-chips.tsx'

export interface FileGap {
  readonly path: string
  readonly gaps: readonly Gap[]
}

interface Props {
  readonly request: AirlockRequest
  readonly gaps: readonly FileGap[]
}

/** Where a request stands, in plain words, and what it waits for. */
export function Standing({ request, gaps }: Props) {
  const { t } = useTranslation()
  const { pick } = useFormat()
  const { state } = request
  const last = request.rounds.at(-1)
  if (state === 'draft' || state === 'returned')
    return (
      <>
        {state === 'returned' && last && (
          <Note meaning="warn" title={t('airlock.standing.returned')}>
            <ReasonChips of={last.reasons} />
            <Texts of={last.texts} />
            <p className="muted">{t('airlock.returnedHint')}</p>
          </Note>
        )}
        {request.problem && <Note meaning="no" title={pick(request.problem)} />}
        <Whole request={request} gaps={gaps} />
      </>
    )
  if (state === 'checking')
    return (
      <Note meaning="warn" title={t('airlock.standing.checking')}>
        <Bar share={null} label={t('airlock.standing.checking')} />
      </Note>
    )
  if (state === 'review' || state === 'differ')
    return (
      <Note meaning="seal" title={t(`airlock.standing.${state}`, { count: request.checkers })}>
        <p>
          {t('airlock.blindAuthor')} {t('airlock.waited')} <Age since={request.submittedAt} />
        </p>
      </Note>
    )
  if (state === 'approved')
    return (
      <Note meaning="ok" title={t('airlock.standing.approved')}>
        {request.expiresAt !== null && (
          <p>
            {t('airlock.expires')} <When at={request.expiresAt} />
          </p>
        )}
      </Note>
    )
  if (state === 'released')
    return (
      <Note meaning="ok" title={t('airlock.standing.released')}>
        <p>
          {t('airlock.releasedAt')} <When at={request.releasedAt} /> · {t('airlock.releasedHint')}
        </p>
      </Note>
    )
  if (state === 'revoked')
    return (
      <Note meaning="no" title={t('airlock.standing.revoked')}>
        <p className="airlock-words">{request.revoked?.reason}</p>
        <p>
          <When at={request.revoked?.at} /> · {t('airlock.revokedHint')}
        </p>
      </Note>
    )
  return (
    <Note meaning={state === 'rejected' ? 'no' : 'warn'} title={t(`airlock.standing.${state}`)}>
      {state === 'rejected' && last && (
        <>
          <ReasonChips of={last.reasons} />
          <Texts of={last.texts} />
        </>
      )}
      {request.problem && <p>{pick(request.problem)}</p>}
    </Note>
  )
}

function Whole({ request, gaps }: Props) {
  const { t } = useTranslation()
  const all = request.files.length
  if (all === 0) return <Note meaning="warn" title={t('airlock.standing.noFiles')} />
  const whole = all - gaps.length
  const stopped = request.files.filter(({ verdict }) => verdict === 'fail').length
  if (gaps.length === 0)
    return (
      <Note
        meaning={stopped > 0 ? 'warn' : 'ok'}
        title={t(stopped > 0 ? 'airlock.standing.stopped' : 'airlock.standing.ready', { count: stopped })}
      />
    )
  return (
    <Note meaning="warn" title={t('airlock.standing.draft')}>
      <Progress
        percent={Math.round((whole / all) * 100)}
        format={() => t('airlock.wholeOf', { whole, all })}
        aria-label={t('airlock.standing.draft')}
      />
      <ul className="airlock-gaps">
        {gaps.map((file) => (
          <li key={file.path}>
            <span className="mono break">{file.path}</span>
            {file.gaps.map((gap) => (
              <span key={gap} className="chip warn">
                <span aria-hidden="true">◔</span>
                {t(`airlock.lacks.${gap}`)}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Note>
  )
}

function Texts({ of }: { readonly of: readonly string[] }) {
  return of.map((text, place) => (
    <p key={place} className="airlock-words">
      {text}
    </p>
  ))
}

const GLYPH = { ok: '✓ ', warn: '◔ ', no: '⊘ ', seal: '◈ ' } as const

interface NoteProps {
  readonly meaning: keyof typeof GLYPH
  readonly title: string
  readonly children?: ReactNode
}

export function Note({ meaning, title, children }: NoteProps) {
  return (
    <div className={`why ${meaning === 'no' ? '' : meaning}`} role="status">
      <b className="head">
        <span aria-hidden="true">{GLYPH[meaning]}</span>
        {title}
      </b>
      {children}
    </div>
  )
}
