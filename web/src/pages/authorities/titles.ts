import type { TreeView } from '../../api/authority.ts'
import { useDatasets, useZones } from '../../api/supply.ts'

/** Titles of all zones and of the data sets of one body. */
export function useTitles(ownerId: string): TreeView['titles'] {
  const { data: zones } = useZones()
  const { data: datasets } = useDatasets({ participantId: ownerId, limit: 200 })
  return Object.fromEntries(
    [...(zones?.items ?? []), ...(datasets?.items ?? [])].map(({ id, titleZh, titleEn }) => [
      id,
      { zh: titleZh, en: titleEn },
    ]),
  )
}
