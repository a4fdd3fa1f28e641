import { useTranslation } from 'react-i18next'
import { useAnchors } from '../../../api/log.ts'
import { Chip } from '../../../parts/chip.tsx'
import { Empty } from '../../../parts/empty.tsx'
import { Loaded } from '../../../parts/loaded.tsx'
import { Card } from '../../../parts/page.tsx'
import { When } from '../../../parts/say.tsx'
import { Table } from '../../../parts/table.tsx'

const LOOKS = { stamped: 'ok', waiting: 'warn', failed: 'no' } as const

/** Time stamps that an authority outside gave for this checkpoint. */
export function Anchors({ size }: { readonly size: number }) {
  const { t } = useTranslation()
  const anchors = useAnchors(size)
  return (
    <Card title={t('explore.anchors')}>
      <p className="muted">{t('explore.anchorsWhy')}</p>
      <Loaded of={anchors} lines={2}>
        {({ items }) => (
          <Table
            caption={t('explore.anchors')}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty title={t('explore.noAnchorHere')} />}
            columns={[
              { key: 'authority', title: t('explore.authority'), cell: (row) => row.authority },
              { key: 'at', title: t('explore.stampedAt'), cell: (row) => <When at={row.at} /> },
              {
                key: 'state',
                title: t('explore.state'),
                cell: (row) => (
                  <>
                    <Chip meaning={LOOKS[row.state]}>{t(`explore.anchorState.${row.state}`)}</Chip>{' '}
                    {row.problem && (
                      <span className="faint">
                        {t(`explore.anchorProblem.${row.problem}`, { defaultValue: row.problem })}
                      </span>
                    )}
                  </>
                ),
              },
              {
                key: 'file',
                title: t('common.download'),
                cell: (row) =>
                  row.state === 'stamped' && (
                    <>
                      <a href={`/api/evidence/anchors/${row.id}`} download>
                        {t('explore.stampFile')}
                      </a>
                      {' · '}
                      <a href={`/api/evidence/anchors/${row.id}/text`} download>
                        {t('explore.stampedText')}
                      </a>
                    </>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
