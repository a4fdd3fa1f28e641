import { Button } from 'antd'
import { useRef, useState } from 'react'
import { ApiError } from '../../api/error.ts'
import { receiptAddress, useSubmit, type WorkPlace, type WorkView } from '../../api/contest-work.ts'
import { date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

interface SubmitProps {
  readonly place: WorkPlace
  readonly work: WorkView
  /** Saves what is typed, and answers the number of the draft. */
  readonly settled: () => Promise<number>
  readonly busy: boolean
}

/** Handing in, and the receipt at once. */
export function SubmitCard({ place, work, settled, busy }: SubmitProps) {
  const { t } = useFormat()
  const submit = useSubmit(place)
  const [failed, setFailed] = useState<unknown>(null)
  // Kept until an answer came: asked again after a broken line, the work is counted once.
  const key = useRef<string | null>(null)
  const hand = async () => {
    setFailed(null)
    key.current ??= crypto.randomUUID()
    try {
      await submit.mutateAsync({ key: key.current, draft: await settled() })
      key.current = null
    } catch (error) {
      setFailed(error)
      if (error instanceof ApiError && error.status !== 0 && error.status < 500) key.current = null
    }
  }
  const last = work.versions[0]
  const same = last !== undefined && !work.changed
  // Told until something is changed again; the view with the new version may come a moment later.
  const handed =
    submit.data && !failed && (same || (last?.version ?? 0) < submit.data.version) ? submit.data : null
  return (
    <section className="card" aria-labelledby="work-submit">
      <h2 id="work-submit">{t('contestWork.submit')}</h2>
      {handed ? (
        <div className="why ok" role="status">
          <p>
            <b className="head">{t('contestWork.handed', { version: handed.version })}</b>
          </p>
          <p>
            {date(handed.submittedAt)}
            {handed.late && ` · ${t('contestWork.inGrace')}`}
          </p>
          <p className="work-hash">{handed.digest}</p>
          <p>
            <a href={receiptAddress(place, handed.version)} download>
              {t('contestWork.receipt')}
            </a>
          </p>
        </div>
      ) : last ? (
        <p>{t(same ? 'contestWork.stands' : 'contestWork.changed', { version: last.version })}</p>
      ) : (
        <p className="muted">{t('contestWork.submitWhy')}</p>
      )}
      {failed ? <Problem error={failed} /> : null}
      {work.opening === 'open' &&
        (work.captain ? (
          <Button
            type="primary"
            size="large"
            block
            loading={submit.isPending}
            disabled={busy || work.missing.length > 0 || (same && !failed)}
            onClick={() => void hand()}
          >
            {t(last ? 'contestWork.submitAgain' : 'contestWork.submitNow')}
          </Button>
        ) : (
          <p className="muted">{t('contestWork.captainSubmits')}</p>
        ))}
    </section>
  )
}
