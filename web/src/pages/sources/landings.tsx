import { useQueries } from '@tanstack/react-query'
import { get } from '../../api/client.ts'
import { useDataset } from '../../api/supply.ts'
import type { VersionView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Hash, Num, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** The latest landings; all of them are on the page of the dataset. */
const SHOWN = 5

/** What landed, with counts in = landed + rejected and the hash of the version. */
export function Landings({ datasetId }: { readonly datasetId: string }) {
  const { t } = useFormat()
  const { data: dataset } = useDataset(datasetId)
  const versions = dataset?.versions.slice(0, SHOWN) ?? []
  const details = useQueries({
    queries: versions.map(({ id }) => ({
      queryKey: ['version', id],
      queryFn: () => get<VersionView>(`/versions/${id}`),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  })
  if (!dataset) return null
  if (versions.length === 0) return <p className="faint">{t('source.noLandings')}</p>
  return (
    <Table
      dense
      caption={t('source.landings')}
      rows={versions}
      rowKey={(row) => row.id}
      columns={[
        { key: 'number', title: t('dataset.version'), cell: (row) => <b>v{row.number}</b> },
        { key: 'at', title: t('dataset.landed'), cell: (row) => <When at={row.createdAt} /> },
        {
          key: 'in',
          title: t('source.in'),
          numeric: true,
          cell: (row) => <Num value={row.rows + row.rejected} />,
        },
        {
          key: 'rows',
          title: t('source.landedRows'),
          numeric: true,
          cell: (row) => <Num value={row.rows} />,
        },
        {
          key: 'rejected',
          title: t('dataset.rejected'),
          numeric: true,
          cell: (row) => <Num value={row.rejected} />,
        },
        {
          key: 'hash',
          title: t('source.hash'),
          cell: (_, place) => <Hash value={details[place]?.data?.hash} />,
        },
        {
          key: 'content',
          title: t('source.contentHash'),
          cell: (_, place) => <Hash value={details[place]?.data?.contentHash} />,
        },
      ]}
    />
  )
}
