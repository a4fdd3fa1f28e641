import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type CheckpointItem, useCheckpoints } from '../../api/log.ts'
import { exact } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { OlderPager } from '../../parts/pager.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { AnchorChips, SignatureChips } from './checkpoint/chips.tsx'
import { EvidencePage, useRoom } from './room.tsx'

/** What the log has signed about itself, the newest first. */
export function Component() {
  const { t } = useTranslation()
  const room = useRoom()
  const { values, set } = useFilters()
  const { data, error, refetch } = useCheckpoints(values.before)
  return (
    <EvidencePage title={t('explore.checkpoints')} sub={t('explore.checkpointsAbout')}>
      <Card>
        {error && !data ? (
          <Problem error={error} onRetry={() => void refetch()} />
        ) : (
          <Table<CheckpointItem>
            caption={t('explore.checkpoints')}
            rows={data?.items}
            rowKey={(row) => String(row.size)}
            empty={<Empty title={t('explore.noCheckpoints')} hint={t('explore.noCheckpointsHint')} />}
            columns={[
              {
                key: 'size',
                title: t('explore.size'),
                cell: (row) => (
                  <Link className="seal leaf" to={`${room.checkpoints}/${row.size}`}>
                    {t('explore.checkpointOf', { size: exact(row.size) })}
                  </Link>
                ),
              },
              { key: 'at', title: t('evidence.at'), cell: (row) => <When at={row.at} /> },
              { key: 'signatures', title: t('explore.signedBy'), cell: (row) => <SignatureChips of={row} /> },
              { key: 'anchors', title: t('explore.anchors'), cell: (row) => <AnchorChips of={row} /> },
              {
                key: 'root',
                title: t('explore.root'),
                cell: (row) => <Hash value={row.root} length={16} />,
              },
            ]}
          />
        )}
        <OlderPager before={values.before} next={data?.next ?? null} onTurn={(before) => set({ before })} />
      </Card>
    </EvidencePage>
  )
}
