import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, patch, post, remove } from './client.ts'
import type {
  DatasetAbout,
  ExternalView,
  LineageGraph,
  NewZone,
  NewZoneMember,
  PreviewView,
  SearchAnswer,
  ZoneChange,
  ZoneView,
} from './types.ts'

type Filter = Record<string, string | number | undefined>

export const useCatalogSearch = (filter: Filter) =>
  useQuery({
    queryKey: ['datasets', 'search', filter],
    queryFn: () => get<SearchAnswer>('/catalog/search', { ...filter, facets: 'false' }),
    placeholderData: (before) => before,
  })

/** Counted apart, so that what was found does not wait for it. */
export const useCatalogFacets = (filter: Filter) =>
  useQuery({
    queryKey: ['datasets', 'facets', filter],
    queryFn: () => get<SearchAnswer>('/catalog/search', { ...filter, offset: 0, limit: 1 }),
    placeholderData: (before) => before,
  })

export const useAbout = (id: string) =>
  useQuery({ queryKey: ['dataset', id, 'about'], queryFn: () => get<DatasetAbout>(`/datasets/${id}/about`) })

export const useLineage = (id: string, asked: { versionId?: string; column?: string }) =>
  useQuery({
    queryKey: ['dataset', id, 'lineage', asked],
    queryFn: () => get<LineageGraph>(`/datasets/${id}/lineage`, asked),
    placeholderData: (before) => before,
  })

export const usePreview = (id: string) =>
  useQuery({
    queryKey: ['dataset', id, 'preview'],
    queryFn: () => get<PreviewView>(`/datasets/${id}/preview`),
  })

export const useZone = (id: string) =>
  useQuery({ queryKey: ['zone', id], queryFn: () => get<ZoneView>(`/zones/${id}`), enabled: id !== '' })

export const useExternal = (id: string) =>
  useQuery({ queryKey: ['external', id], queryFn: () => get<ExternalView>(`/catalog/external/${id}`) })

/** A change to zones or entries: everything that lists them is asked for again. */
function useCatalogChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        ['zones', 'zone', 'datasets', 'dataset', 'external', 'trail'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export const useNewZone = () => useCatalogChange((value: NewZone) => post<{ id: string }>('/zones', value))
export const useChangeZone = (id: string) =>
  useCatalogChange((value: ZoneChange) => patch(`/zones/${id}`, value))
export const useAddMember = (zoneId: string) =>
  useCatalogChange((value: NewZoneMember) => post<{ id: string }>(`/zones/${zoneId}/members`, value))
export const useRemoveMember = (zoneId: string) =>
  useCatalogChange((memberId: string) => remove(`/zones/${zoneId}/members/${memberId}`))
export const useMoveDataset = (id: string) =>
  useCatalogChange((zoneId: string | null) => post(`/datasets/${id}/zone`, { zoneId }))
export const useRemoveExternal = () => useCatalogChange((id: string) => remove(`/catalog/external/${id}`))

export interface ImportAnswer {
  readonly added: number
  readonly renewed: number
  readonly kept: number
}

export const useImportCatalog = () =>
  useCatalogChange(({ document, sourceUrl }: { document: unknown; sourceUrl: string }) => {
    const query = sourceUrl === '' ? '' : `?${new URLSearchParams({ sourceUrl }).toString()}`
    return post<ImportAnswer>(`/catalog/import${query}`, document)
  })
