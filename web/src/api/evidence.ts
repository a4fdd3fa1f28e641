import { useQuery } from '@tanstack/react-query'
import type { EntryDetail, EntryItem as EntryView, HeadView } from '../../../src/safeguard/evidence/model.ts'
import { get, type Page } from './client.ts'

export type { EntryDetail, EntryItem as EntryView, HeadView } from '../../../src/safeguard/evidence/model.ts'

type Entries = Page<EntryView> & { readonly totalIsLess: boolean; readonly next: number | null }

export const useHead = () => useQuery({ queryKey: ['head'], queryFn: () => get<HeadView>('/evidence/head') })

export const useEntries = (filter: Record<string, string | undefined>) =>
  useQuery({
    queryKey: ['entries', filter],
    queryFn: () => get<Entries>('/evidence/entries', filter),
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
