import { Navigate, useParams } from 'react-router'
import { useContestByCode } from '../../api/enter.ts'
import { Bones, Empty } from '../../parts/empty.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useFormat } from '../../lib/use-format.ts'

/** Where the public page of a contest leads: to that contest at the entrants' own pages. */
export function Component() {
  const { code = '' } = useParams()
  const { t } = useFormat()
  const { data, error, found } = useContestByCode(code)
  if (error) return <Problem error={error} />
  if (!data) return <Bones lines={4} />
  if (!found) return <Empty title={t('contestEntry.noSuchContest')} />
  return <Navigate to={`/enter/contests/${found.id}`} replace />
}
