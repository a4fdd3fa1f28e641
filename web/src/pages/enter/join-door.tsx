import { Navigate, useParams } from 'react-router'

/** The public address of entry: into the entrants' own pages, by way of the door where nobody is in. */
export function Component() {
  const { code = '' } = useParams()
  return <Navigate to={`/enter/join/${encodeURIComponent(code)}`} replace />
}
