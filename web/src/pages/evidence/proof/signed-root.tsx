import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { exact } from '../../../lib/format.ts'
import { Bones } from '../../../parts/empty.tsx'
import { useRoom } from '../room.tsx'
import { checkSigned } from '../checkpoint/check-signed.ts'

/** The last link: the root that was computed here is the one under the log's signature. */
export function SignedRoot({
  size,
  root,
  bare,
}: {
  readonly size: number
  /** Hex. */
  readonly root: string
  /** On the page of the checkpoint itself: without the way there. */
  readonly bare?: boolean
}) {
  const { t } = useTranslation()
  const room = useRoom()
  const { data } = useQuery({
    queryKey: ['log', 'signed', size, root],
    queryFn: () => checkSigned(size, root),
    staleTime: Infinity,
  })
  if (!data) return <Bones lines={1} />
  return (
    <div className={`why ${data.ok ? 'ok' : ''}`} role="status">
      <p>
        <b className="head">
          <span aria-hidden="true">{data.ok ? '✓ ' : '⊘ '}</span>
          {t(data.ok ? 'explore.signed' : `explore.notSigned.${data.why}`)}
        </b>
      </p>
      {!bare && (
        <p>
          {t('explore.signedOn')}{' '}
          <Link to={`${room.checkpoints}/${size}`}>{t('explore.checkpointOf', { size: exact(size) })}</Link>
        </p>
      )}
    </div>
  )
}
