import './work.css'
import { useEffect, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { useOwnWork, type WorkPlace, type WorkView } from '../../api/contest-work.ts'
import { bytes, date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { CheckList } from './check-list.tsx'
import { ConflictCard } from './conflict.tsx'
import { TextField } from './fields.tsx'
import { FileField } from './files.tsx'
import { SubmitCard } from './submit-card.tsx'
import { useAutosave } from './use-autosave.ts'
import { useSending } from './use-sending.ts'
import { Versions } from './versions.tsx'

/** A team's work for one round: the form, the files, what is missing, handing in, what was handed in. */
export function Component() {
  const { id = '', round = '' } = useParams()
  const { t } = useFormat()
  const [search] = useSearchParams()
  const place = { contestId: id, round, team: search.get('team') }
  const work = useOwnWork(place)
  useEffect(() => {
    document.title = t('contestWork.own')
  }, [t])
  return (
    <div className="work">
      <Link to={`/enter/contests/${id}`}>{t('contestWork.back')}</Link>
      <Loaded of={work} lines={10}>
        {(data) => <Work key={`${data.teamId} ${data.round}`} place={place} work={data} />}
      </Loaded>
    </div>
  )
}

function Work({ place, work }: { readonly place: WorkPlace; readonly work: WorkView }) {
  const { t, name } = useFormat()
  const saving = useAutosave(place, work)
  const sending = useSending(place)
  const open = work.opening === 'open'
  const shut = !open || saving.conflict !== null
  const unsaved = saving.state !== 'saved' || sending.list.length > 0
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
  return (
    <>
      <h1>{name(work.titleZh, work.titleEn)}</h1>
      <Deadline work={work} />
      {work.reminders[0] && (
        <div className="why warn" role="status">
          {t('contestWork.reminded', { at: date(work.reminders[0].at) })}
        </div>
      )}
      <section className="card">
        <h2>{t('contestWork.texts')}</h2>
        {saving.conflict && <ConflictCard conflict={saving.conflict} work={work} onChoose={saving.resolve} />}
        {work.form
          .filter(({ kind }) => kind !== 'file')
          .map((field) => (
            <TextField
              key={field.code}
              field={field}
              value={saving.fields[field.code] ?? ''}
              disabled={shut}
              onChange={(text) => saving.set(field.code, text)}
            />
          ))}
        <span className="faint" role="status">
          {t(`contestWork.saving.${saving.state}`)}
        </span>
        {saving.error ? <Problem error={saving.error} onRetry={() => void saving.save()} /> : null}
      </section>
      {work.form.some(({ kind }) => kind === 'file') && (
        <section className="card">
          <h2>{t('contestWork.files')}</h2>
          {work.form
            .filter(({ kind }) => kind === 'file')
            .map((field) => (
              <FileField
                key={field.code}
                place={place}
                field={field}
                files={work.files.filter((file) => file.field === field.code)}
                sending={sending}
                disabled={!open}
              />
            ))}
          <span className="faint">
            {t('contestWork.space', { used: bytes(work.usedBytes), quota: bytes(work.quotaBytes) })}
          </span>
        </section>
      )}
      <CheckList work={work} />
      <SubmitCard place={place} work={work} settled={saving.settled} busy={sending.list.length > 0} />
      <Versions place={place} work={work} />
    </>
  )
}

/** What is left of the time, by the server's clock. */
function Deadline({ work }: { readonly work: WorkView }) {
  const { t } = useFormat()
  const [ahead] = useState(() => work.now - Date.now())
  const [now, setNow] = useState(work.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() + ahead), 1_000)
    return () => clearInterval(timer)
  }, [ahead])
  const left = Math.max(0, work.closesAt - now)
  const [hours, minutes, seconds] = [left / 3_600_000, (left / 60_000) % 60, (left / 1_000) % 60].map(
    Math.floor,
  )
  const two = (value: number) => String(value).padStart(2, '0')
  if (work.opening === 'before') return <p>{t('contestWork.opensAt', { at: date(work.opensAt) })}</p>
  if (work.opening === 'over') return <p>{t('contestWork.over', { at: date(work.closesAt) })}</p>
  return (
    <div className="row">
      <span>{t('contestWork.closesAt', { at: date(work.closesAt) })}</span>
      <Chip meaning={left < 3_600_000 ? 'warn' : 'none'}>
        {left > 0
          ? t('contestWork.left', { time: `${hours}:${two(minutes!)}:${two(seconds!)}` })
          : t('contestWork.grace')}
      </Chip>
    </div>
  )
}
