import { useEffect, useRef, useState } from 'react'
import { isJobLive, jobLog, type JobLine } from '../../api/seat-jobs.ts'
import type { SeatJobView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { Watermark } from '../../parts/seat/watermark.tsx'
import { settledText } from '../../parts/seat/text.ts'

const ASK_MS = 1500

/** What the script prints, as it prints it; held at its end while the reader is there. */
export function JobLog({ seatId, job }: { readonly seatId: string; readonly job: SeatJobView }) {
  const { t } = useFormat()
  const [lines, setLines] = useState<readonly JobLine[]>([])
  const [capped, setCapped] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const box = useRef<HTMLPreElement>(null)
  const live = isJobLive(job)
  const next = useRef(0)
  useEffect(() => {
    let here = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async () => {
      try {
        const more = await jobLog(seatId, job.id, next.current)
        if (!here) return
        next.current = more.next
        setCapped(more.capped)
        if (more.lines.length > 0) setLines((before) => [...before, ...more.lines])
        // What the day's limit holds back is not there a second later.
        if (!more.capped && (!more.ended || more.lines.length > 0))
          timer = setTimeout(() => void ask(), live ? ASK_MS : 0)
      } catch (problem) {
        if (here) setError(problem)
      }
    }
    void ask()
    return () => {
      here = false
      clearTimeout(timer)
    }
  }, [seatId, job.id, live])
  useEffect(() => {
    const element = box.current
    if (element && element.scrollHeight - element.scrollTop - element.clientHeight < 120)
      element.scrollTop = element.scrollHeight
  }, [lines])
  if (error) return <Problem error={error} />
  return (
    <>
      <pre className="job-log seat-out" ref={box} tabIndex={0} aria-label={t('seatJob.log')}>
        {lines.length === 0 && <span className="faint">{t('seatJob.noLines')}</span>}
        {lines.map(({ line, stream }, place) => (
          <span key={place} className={stream === 'err' ? 'warn' : ''}>
            {settledText(line)}
            {'\n'}
          </span>
        ))}
      </pre>
      {capped && <p className="why warn">{t('notebook.cappedWhy')}</p>}
      <Watermark />
    </>
  )
}
