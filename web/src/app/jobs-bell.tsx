import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRunning, useJobs } from '../api/jobs.ts'
import { exact } from '../lib/format.ts'
import { Bones } from '../parts/empty.tsx'

const JobsList = lazy(() => import('./jobs-list.tsx'))

/** Long works of my body: how many run, and each with its progress. Rings when one ends. */
export function JobsBell() {
  const { t } = useTranslation()
  const { data } = useJobs()
  const [open, setOpen] = useState(false)
  const host = useRef<HTMLDivElement>(null)
  const running = data?.items.filter(isRunning).length ?? 0
  const before = useRef(running)
  const [rang, setRang] = useState(false)
  useEffect(() => {
    if (running < before.current) setRang(true)
    before.current = running
  }, [running])
  useEffect(() => {
    if (!open) return
    const away = (event: Event) => {
      const key = event instanceof KeyboardEvent && event.key === 'Escape'
      if (key || (event.type === 'pointerdown' && !host.current?.contains(event.target as Node)))
        setOpen(false)
    }
    addEventListener('pointerdown', away)
    addEventListener('keydown', away)
    return () => {
      removeEventListener('pointerdown', away)
      removeEventListener('keydown', away)
    }
  }, [open])
  return (
    <div className="menu" ref={host}>
      <button
        type="button"
        className="tool"
        aria-expanded={open}
        aria-label={t('shell.jobsLabel', { count: running })}
        onClick={() => {
          setOpen(!open)
          setRang(false)
        }}
      >
        <span aria-hidden="true" className={running > 0 ? 'warn' : rang ? 'ok' : ''}>
          {running > 0 ? '◔' : rang ? '✓' : '○'}
        </span>
        <span className="label">{t('shell.jobs')}</span>
        {running > 0 && exact(running)}
      </button>
      {open && (
        <div className="jobs-box">
          <Suspense fallback={<Bones />}>
            <JobsList jobs={data?.items ?? []} />
          </Suspense>
        </div>
      )}
    </div>
  )
}
