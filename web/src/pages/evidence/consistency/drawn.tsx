import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Consistency } from '../../../api/log.ts'
import { exact } from '../../../lib/format.ts'
import { Card } from '../../../parts/page.tsx'
import { Growth } from './growth.tsx'
import { Lanes } from './lanes.tsx'
import { type Walk, walkConsistency } from './walk.ts'

/** What the server says of the two days, and the same worked out by this browser from the proof alone. */
export function Drawn({ of }: { readonly of: Consistency }) {
  const { t } = useTranslation()
  const [walk, setWalk] = useState<Walk | null | undefined>(undefined)
  const same = of.from.size === of.to.size
  const holds = walk ? walk.oldRoot === of.from.root && walk.newRoot === of.to.root : false
  const recompute = async () => setWalk(await walkConsistency(of.from, of.to, of.proof))
  return (
    <>
      <Card title={t('explore.growth')}>
        <Growth from={of.from.size} to={of.to.size} />
        <p className="muted">
          {same
            ? t('explore.nothingAdded')
            : t('explore.added', {
                old: exact(of.from.size),
                more: exact(of.to.size - of.from.size),
              })}
        </p>
      </Card>
      <Card
        title={t('explore.consistencyProof')}
        extra={
          <Button type="primary" onClick={() => void recompute()}>
            {t('explore.recompute')}
          </Button>
        }
      >
        <p className="muted">{t('explore.consistencyWhy', { hashes: of.proof.length })}</p>
        {walk === undefined ? (
          <div className={`why ${of.holds ? 'seal' : ''}`} role="status">
            <p>{t(of.holds ? 'explore.serverSaysHolds' : 'explore.serverSaysNot')}</p>
          </div>
        ) : (
          <div className={`why ${holds ? 'ok' : ''}`} role="status">
            <p>
              <b className="head">
                <span aria-hidden="true">{holds ? '✓ ' : '⊘ '}</span>
                {t(holds ? 'explore.holds' : 'explore.holdsNot')}
              </b>
            </p>
          </div>
        )}
        <Lanes of={of} walk={walk ?? null} />
      </Card>
    </>
  )
}
