import { useQueries } from '@tanstack/react-query'
import { get } from '../../api/client.ts'
import { useZones } from '../../api/supply.ts'
import type { DatasetView } from '../../api/types.ts'

/** The minimum group that the zones of these datasets begin with: the strictest; 0 where no zone says one. */
export function useZoneMinGroup(datasetIds: readonly string[]): number {
  const { data: zones } = useZones()
  const zoneIds = useQueries({
    queries: datasetIds.map((id) => ({
      queryKey: ['dataset', id],
      queryFn: () => get<DatasetView>(`/datasets/${id}`),
    })),
    combine: (results) => results.map((one) => one.data?.zoneId ?? null),
  })
  const rules = (zones?.items ?? [])
    .filter(({ id }) => zoneIds.includes(id))
    .map((zone) => zone.rules.minGroup)
  return Math.max(0, ...rules.map(({ default: first, floor }) => Math.max(first, floor)))
}
