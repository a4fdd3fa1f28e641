import { useQuery } from '@tanstack/react-query'
import type { DensityView } from '../../../src/safeguard/evidence/density/model.ts'
import type { EntryDetail, EntryItem as EntryView, HeadView } from '../../../src/safeguard/evidence/model.ts'
import { get, type Page } from './client.ts'

export type { DensityView }
export type { EntryDetail, EntryItem as EntryView, HeadView } from '../../../src/safeguard/evidence/model.ts'

type Entries = Page<EntryView> & { readonly totalIsLess: boolean; readonly next: number | null }
type Filter = Record<string, string | undefined>

export const useHead = () => useQuery({ queryKey: ['head'], queryFn: () => get<HeadView>('/evidence/head') })

export const useEntries = (filter: Filter) =>
  useQuery({
    queryKey: ['entries', filter],
    queryFn: () => get<Entries>('/evidence/entries', filter),
    placeholderData: (before) => before,
  })

/** How many entries fell into each stretch of time; days begin where the reader is. */
export const useDensity = (filter: Filter) =>
  useQuery({
    queryKey: ['density', filter],
    queryFn: () =>
      get<DensityView>('/evidence/density', { ...filter, zone: -new Date().getTimezoneOffset() }),
    placeholderData: (before) => before,
  })

export const useEntry = (leaf: string) =>
  useQuery({ queryKey: ['entry', leaf], queryFn: () => get<EntryDetail>(`/evidence/entries/${leaf}`) })

export const useTrail = (subject: string) =>
  useQuery({
    queryKey: ['trail', subject],
    queryFn: () => get<Entries>('/evidence/trail', { subject }),
    enabled: subject !== '',
  })
