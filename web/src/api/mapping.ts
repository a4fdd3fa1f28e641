import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  Condition,
  MappingPart,
  MappingSpec,
  NewMapping,
  Value,
} from '../../../src/supply/treat/map/model.ts'
import type {
  DifferenceView,
  MappingBrief,
  MappingSetView,
  MappingView,
  PreviewView,
  SuggestionView,
  ValidationView,
} from '../../../src/supply/treat/map/view-model.ts'
import type {
  DictionaryCode,
  ElementDecision,
  NationalColumn,
  NationalTable,
} from '../../../src/supply/treat/standard/model.ts'
import type {
  DictionaryBrief,
  DictionaryView,
  DiffView,
  ElementView,
  TableBrief,
} from '../../../src/supply/treat/standard/view-model.ts'
import { get, type Page, post, put } from './client.ts'

export type {
  Condition,
  DictionaryBrief,
  DictionaryCode,
  DictionaryView,
  DifferenceView,
  DiffView,
  ElementView,
  MappingBrief,
  MappingPart,
  MappingSetView,
  MappingSpec,
  MappingView,
  NationalColumn,
  NationalTable,
  PreviewView,
  SuggestionView,
  TableBrief,
  ValidationView,
  Value,
}

export const useMappings = () =>
  useQuery({ queryKey: ['mappings'], queryFn: () => get<Page<MappingBrief>>('/mappings') })

export const useMapping = (id: string) =>
  useQuery({
    queryKey: ['mapping', id],
    queryFn: () => get<MappingView>(`/mappings/${id}`),
    enabled: id !== '',
  })

export const useMappingSets = () =>
  useQuery({ queryKey: ['mappingSets'], queryFn: () => get<Page<MappingSetView>>('/mapping-sets') })

/** Looked at again whenever the mapping changes. */
export const useValidation = (spec: MappingSpec | null) =>
  useQuery({
    queryKey: ['mappingValidation', spec],
    queryFn: () => post<ValidationView>('/mappings/validate', { spec }),
    enabled: spec !== null && spec.parts.every((part) => part.source !== ''),
    placeholderData: (before) => before,
  })

export const usePreviewMapping = () =>
  useMutation({ mutationFn: (spec: MappingSpec) => post<PreviewView>('/mappings/preview', { spec }) })

export const useSuggestColumns = () =>
  useMutation({
    mutationFn: (input: { source: string; target: string }) =>
      post<Page<SuggestionView>>('/mappings/suggest', input),
  })

function useChange<V, R>(keys: readonly string[], mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}

export const useSaveMapping = () =>
  useChange(['mappings', 'mapping'], (input: NewMapping) =>
    post<{ id: string; number: number }>('/mappings', input),
  )

export const useRunMapping = () =>
  useChange(['jobs'], (id: string) => post<{ jobId: string }>(`/mappings/${id}/runs`, {}))

export const useAdoptSet = () =>
  useChange(['mappings'], (code: string) => post<Page<{ id: string }>>(`/mapping-sets/${code}`, {}))

export const useNationalTables = () =>
  useQuery({ queryKey: ['nationalTables'], queryFn: () => get<Page<TableBrief>>('/standard/tables') })

export const useNationalTable = (name: string) =>
  useQuery({
    queryKey: ['nationalTable', name],
    queryFn: () => get<NationalTable>(`/standard/tables/${name}`),
    enabled: name !== '',
  })

export const useDictionaries = () =>
  useQuery({
    queryKey: ['dictionaries'],
    queryFn: () => get<Page<DictionaryBrief>>('/standard/dictionaries'),
  })

export const useDictionary = (code: string, number?: number) =>
  useQuery({
    queryKey: ['dictionary', code, number],
    queryFn: () => get<DictionaryView>(`/standard/dictionaries/${code}`, { number }),
    enabled: code !== '',
  })

export const useDictionaryDiff = (code: string) =>
  useMutation({
    mutationFn: (input: { format: 'csv' | 'json'; text: string }) =>
      post<DiffView>(`/standard/dictionaries/${code}/diff`, input),
  })

export const useAddDictionaryVersion = (code: string) =>
  useChange(['dictionary', 'dictionaries'], (input: { note: string; codes: DictionaryCode[] }) =>
    post<{ version: number }>(`/standard/dictionaries/${code}`, input),
  )

export const useElements = () =>
  useQuery({ queryKey: ['elements'], queryFn: () => get<Page<ElementView>>('/elements') })

export const useDecideElement = (code: string) =>
  useChange(['elements'], (input: ElementDecision) => put(`/elements/${code}`, input))

export const useDifferences = (enabled: boolean) =>
  useQuery({
    queryKey: ['differences'],
    queryFn: () => get<Page<DifferenceView>>('/elements/differences'),
    enabled,
  })

export const useCompare = () => useChange(['jobs'], () => post<{ jobId: string }>('/elements/compare', {}))
