import { useState } from 'react'
import { type ContestView, type Scheme, useContest, useSchemeChange } from '../../api/contests.ts'
import { ApiError } from '../../api/error.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { ContestPage } from './contest-page.tsx'
import { MomentsCard } from './moments-card.tsx'
import { QuotasCard } from './quotas-card.tsx'
import { RawCard } from './raw-card.tsx'
import { RoundsCard } from './rounds-card.tsx'
import { TextsCard } from './texts-card.tsx'
import { Versions } from './versions.tsx'

/** The scheme as it stands, changed here with a reason, and every version that it had. */
export function Component() {
  const { t } = useFormat()
  return (
    <ContestPage name={t('contest.scheme')}>
      {(id) => (
        <Loaded of={useContest(id)} lines={12}>
          {(contest) => <Editor key={contest.number} contest={contest} />}
        </Loaded>
      )}
    </ContestPage>
  )
}

export interface EditProps {
  readonly scheme: Scheme
  readonly readOnly: boolean
  readonly onChange: (scheme: Scheme) => void
}

function Editor({ contest }: { readonly contest: ContestView }) {
  const { t } = useFormat()
  const organises = useHasRole()('data_officer')
  const change = useSchemeChange(contest.id)
  const [scheme, setScheme] = useState(contest.scheme)
  const [asking, setAsking] = useState(false)
  const readOnly = !organises || contest.state === 'closed'
  const changed = scheme !== contest.scheme
  const save = (reason: string) =>
    change.mutate({ number: contest.number, scheme, reason }, { onSettled: () => setAsking(false) })
  const edit: EditProps = { scheme, readOnly, onChange: setScheme }
  return (
    <>
      {!readOnly && (
        <div className="row contest-save">
          <Action
            primary
            whyNot={!changed && t('contest.unchanged')}
            loading={change.isPending}
            onClick={() => (contest.state === 'draft' ? save('') : setAsking(true))}
          >
            {t('contest.saveScheme')}
          </Action>
          {changed && <Action onClick={() => setScheme(contest.scheme)}>{t('contest.undo')}</Action>}
          <span className="faint">{t('contest.versionOf', { number: contest.number })}</span>
        </div>
      )}
      {change.error ? <Refused error={change.error} /> : null}
      <MomentsCard {...edit} />
      <QuotasCard {...edit} />
      <TextsCard {...edit} />
      <RoundsCard scheme={scheme} />
      {contest.state === 'draft' && !readOnly && (
        <RawCard
          scheme={scheme}
          onSave={(raw) => change.mutate({ number: contest.number, scheme: raw, reason: '' })}
        />
      )}
      <Versions id={contest.id} zone={contest.scheme.timeZone} />
      <ReasonDialog
        open={asking}
        title={t('contest.saveScheme')}
        explain={t('contest.saveExplain')}
        reasons={['late', 'mistake', 'asked', 'venue'].map((key) => t(`contest.why.${key}`))}
        confirm={t('contest.saveScheme')}
        pending={change.isPending}
        error={null}
        onConfirm={save}
        onClose={() => setAsking(false)}
      />
    </>
  )
}

interface Bar {
  readonly where: string
  readonly zh: string
  readonly en: string
}

/** The refusal, with every place that stands against it. */
function Refused({ error }: { readonly error: unknown }) {
  const { pick } = useFormat()
  const detail =
    error instanceof ApiError ? (error.detail as { bars?: readonly Bar[] } | undefined) : undefined
  return (
    <>
      <Problem error={error} />
      {detail?.bars && detail.bars.length > 1 && (
        <ul className="contest-list">
          {detail.bars.map((bar) => (
            <li key={bar.where}>
              <code>{bar.where}</code> {pick(bar)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
