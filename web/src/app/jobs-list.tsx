import { useTranslation } from 'react-i18next'
import type { JobView } from '../api/types.ts'
import { Empty } from '../parts/empty.tsx'
import { JobProgress } from '../parts/progress.tsx'

export default function JobsList({ jobs }: { readonly jobs: readonly JobView[] }) {
  const { t } = useTranslation()
  if (jobs.length === 0) return <Empty title={t('shell.noJobs')} />
  return (
    <div className="stack">
      {jobs.slice(0, 6).map((job) => (
        <JobProgress key={job.id} id={job.id} />
      ))}
    </div>
  )
}
