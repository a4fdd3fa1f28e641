import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AuditItem, FileStory, ReportView } from '../../../src/oversight/audit/model.ts'
import type { CellOutput, RecordedView, SeatView } from '../../../src/use/sandbox/model.ts'
import { get, type Page, post } from './client.ts'

export type { AuditItem, CellOutput, FileStory, SeatView }
export type Report = ReportView
/** One thing that happened in a seat. */
export type Recorded = RecordedView

type Filter = Record<string, string | number | undefined>
type Found = Page<AuditItem> & { readonly next?: number | null }

export const useAuditSearch = (filter: Filter) =>
  useQuery({
    queryKey: ['audit-search', filter],
    queryFn: () => get<Found>('/audit/search', filter),
    placeholderData: (before) => before,
    retry: false,
  })

export const useAuditKinds = () =>
  useQuery({
    queryKey: ['audit-kinds'],
    queryFn: () => get<Page<string>>('/audit/kinds'),
    staleTime: 60_000,
  })

export const useStory = (run: string) =>
  useQuery({ queryKey: ['audit-story', run], queryFn: () => get<FileStory>(`/audit/story/${run}`) })

export const useReports = () =>
  useQuery({ queryKey: ['audit-reports'], queryFn: () => get<Page<Report>>('/audit/reports') })
export const useReport = (id: string) =>
  useQuery({ queryKey: ['audit-report', id], queryFn: () => get<Report>(`/audit/reports/${id}`) })
export function useMakeReport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (value: Pick<Report, 'kind' | 'from' | 'until'>) =>
      post<{ id: string }>('/audit/reports', value),
    onSuccess: () => client.invalidateQueries({ queryKey: ['audit-reports'] }),
  })
}

export const useAuditSeats = () =>
  useQuery({ queryKey: ['audit-seats'], queryFn: () => get<Page<SeatView>>('/seats') })
export const useAuditSeat = (id: string) =>
  useQuery({ queryKey: ['audit-seat', id], queryFn: () => get<SeatView>(`/seats/${id}`) })

/** Steps in one answer, and the most that the player holds. */
const STEPS = 200
const MOST_STEPS = 20_000

interface Steps {
  readonly items: readonly Recorded[]
  /** Where the next page begins. */
  readonly next: number | null
}

/** The whole recording of a seat, page by page. */
export const useRecording = (seat: string) =>
  useQuery({
    queryKey: ['recording', seat],
    queryFn: async () => {
      const all: Recorded[] = []
      for (let from: number | null = 0; from !== null && all.length < MOST_STEPS; ) {
        const page: Steps = await get<Steps>(`/seats/${seat}/recording`, { from, limit: STEPS })
        all.push(...page.items)
        from = page.next
      }
      return all
    },
    staleTime: Infinity,
  })
