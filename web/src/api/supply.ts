import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, patch, post } from './client.ts'
import type {
  DatasetBrief,
  DatasetChange,
  DatasetView,
  NewDataset,
  Product,
  ProductView,
  Zone,
} from './types.ts'

type Filter = Record<string, string | number | undefined>

export const useZones = () =>
  useQuery({ queryKey: ['zones'], queryFn: () => get<Page<Zone>>('/zones'), staleTime: 300_000 })

export const useDatasets = (filter: Filter) =>
  useQuery({
    queryKey: ['datasets', filter],
    queryFn: () => get<Page<DatasetBrief>>('/datasets', filter),
    placeholderData: (before) => before,
  })

export const useDataset = (id: string) =>
  useQuery({
    queryKey: ['dataset', id],
    queryFn: () => get<DatasetView>(`/datasets/${id}`),
    enabled: id !== '',
  })

export const useProducts = (filter: Filter) =>
  useQuery({
    queryKey: ['products', filter],
    queryFn: () => get<Page<Product>>('/products', filter),
    placeholderData: (before) => before,
  })

export const useProduct = (id: string) =>
  useQuery({
    queryKey: ['product', id],
    queryFn: () => get<ProductView>(`/products/${id}`),
    enabled: id !== '',
  })

/** A change to what is supplied: lists and records of it are asked for again. */
export function useSupplyChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        ['datasets', 'dataset', 'products', 'product', 'offers', 'home', 'trail'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export const useNewDataset = () =>
  useSupplyChange((value: NewDataset) => post<{ id: string }>('/datasets', value))
export const useChangeDataset = (id: string) =>
  useSupplyChange((value: DatasetChange) => patch(`/datasets/${id}`, value))
export const usePublishProduct = () => useSupplyChange((id: string) => post(`/products/${id}/publish`))
export const useWithdrawProduct = (id: string) =>
  useSupplyChange<void, null>(() => post(`/products/${id}/withdraw`))
