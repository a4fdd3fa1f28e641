import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ExpertProfile } from '../../../src/contest/panel/model.ts'
import type {
  AliasView,
  AssignAsked,
  AssignmentView,
  BlindBrief,
  BlindView,
  CandidateView,
  ConflictView,
  PanelBoard,
  PoolView,
  Preview,
} from '../../../src/contest/panel/views.ts'
import { get, type Page, post, put, remove } from './client.ts'

export type {
  AliasView,
  AssignmentView,
  BlindBrief,
  BlindView,
  CandidateView,
  ConflictView,
  ExpertProfile,
  PanelBoard,
  PoolView,
  Preview,
}

export interface DeskPanel {
  readonly contestId: string
  readonly titleZh: string
  readonly titleEn: string
  readonly round: string
  readonly roundZh: string
  readonly roundEn: string
  readonly declaredAt: number | null
  readonly ready: boolean
}
export interface DeclarationRow {
  readonly ref: string
  readonly team: string
  readonly bodies: readonly string[]
}

type Filter = Record<string, string | number | undefined>
const KEY = 'panel'

export const usePanelBoard = (id: string, round: string) =>
  useQuery({
    queryKey: [KEY, id, round],
    queryFn: () => get<PanelBoard>(`/contests/${id}/panel/${round}`),
    enabled: round !== '',
  })
export const usePool = (id: string, round: string) =>
  useQuery({
    queryKey: [KEY, 'pool', id, round],
    queryFn: () => get<Page<PoolView>>(`/contests/${id}/panel/${round}/experts`),
  })
export const useCandidates = (id: string, open: boolean) =>
  useQuery({
    queryKey: [KEY, 'candidates', id],
    queryFn: () => get<Page<CandidateView>>(`/contests/${id}/expert-candidates`),
    enabled: open,
  })
export const useAliases = (id: string) =>
  useQuery({
    queryKey: [KEY, 'aliases', id],
    queryFn: () => get<Page<AliasView>>(`/contests/${id}/aliases`),
  })
export const useConflicts = (id: string, filter: Filter) =>
  useQuery({
    queryKey: [KEY, 'conflicts', id, filter],
    queryFn: () => get<Page<ConflictView>>(`/contests/${id}/conflicts`, filter),
    placeholderData: (before) => before,
  })
export const useAssignments = (id: string, round: string, filter: Filter) =>
  useQuery({
    queryKey: [KEY, 'assignments', id, round, filter],
    queryFn: () => get<Page<AssignmentView>>(`/contests/${id}/panel/${round}/assignments`, filter),
    placeholderData: (before) => before,
  })
export const useCopies = (id: string, round: string, filter: Filter) =>
  useQuery({
    queryKey: [KEY, 'copies', id, round, filter],
    queryFn: () => get<Page<BlindBrief>>(`/contests/${id}/panel/${round}/copies`, filter),
    placeholderData: (before) => before,
  })
export const useCopy = (id: string, work: string) =>
  useQuery({
    queryKey: [KEY, 'copy', id, work],
    queryFn: () => get<BlindView>(`/contests/${id}/copies/${work}`),
  })
export const useDeskPanels = () =>
  useQuery({ queryKey: [KEY, 'desk'], queryFn: () => get<Page<DeskPanel>>('/desk/panels') })
export const useDeclaration = (panel: { contestId: string; round: string } | null) =>
  useQuery({
    queryKey: [KEY, 'declaration', panel],
    queryFn: () => get<Page<DeclarationRow>>(`/desk/panels/${panel?.contestId}/${panel?.round}`),
    enabled: panel !== null,
    retry: false,
  })

/** A change of the panel: everything of it that is shown is read again. */
function useChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

export const useSetPanel = (id: string, round: string) =>
  useChange((expertIds: readonly string[]) => put(`/contests/${id}/panel/${round}`, { expertIds }))
export const usePutExpert = (id: string) =>
  useChange(({ userId, profile }: { userId: string; profile: ExpertProfile }) =>
    put<{ id: string }>(`/contests/${id}/experts/${userId}`, profile),
  )
export const useImportExperts = (id: string) =>
  useChange((csv: string) => post<{ experts: number }>(`/contests/${id}/experts/import`, { csv }))
export const useExpertState = (id: string) =>
  useChange(({ expertId, ...body }: { expertId: string; state: 'active' | 'away'; reason: string }) =>
    post(`/contests/${id}/experts/${expertId}/state`, body),
  )
export const useAddAlias = (id: string) =>
  useChange((alias: { name: string; alias: string }) => post(`/contests/${id}/aliases`, alias))
export const useRemoveAlias = (id: string) =>
  useChange((alias: string) => remove(`/contests/${id}/aliases/${alias}`))
export const useAskLift = (id: string) =>
  useChange(({ conflict, reason }: { conflict: string; reason: string }) =>
    post(`/contests/${id}/conflicts/${conflict}/lift`, { reason }),
  )
export const useDecideLift = (id: string) =>
  useChange(({ conflict, agrees }: { conflict: string; agrees: boolean }) =>
    post(`/contests/${id}/conflicts/${conflict}/decide`, { agrees }),
  )
export const usePreview = (id: string, round: string) =>
  useMutation({
    mutationFn: (asked: AssignAsked) => post<Preview>(`/contests/${id}/panel/${round}/preview`, asked),
  })
export const useAssign = (id: string, round: string) =>
  useChange((asked: AssignAsked & { seed: string; inputsDigest: string; partial: boolean }) =>
    post<{ added: number; lacking: number }>(`/contests/${id}/panel/${round}/assign`, asked),
  )
export const useAddAssignment = (id: string, round: string) =>
  useChange((asked: { expertId: string; workId: string; reason: string }) =>
    post(`/contests/${id}/panel/${round}/assignments`, asked),
  )
export const useWithdraw = (id: string) =>
  useChange(({ assignment, reason }: { assignment: string; reason: string }) =>
    post(`/contests/${id}/assignments/${assignment}/withdraw`, { reason }),
  )
export const useSwap = (id: string) =>
  useChange(({ assignment, ...body }: { assignment: string; expertId: string; reason: string }) =>
    post(`/contests/${id}/assignments/${assignment}/swap`, body),
  )
export const useMakeCopies = (id: string, round: string) =>
  useChange(() => post<{ jobId: string }>(`/contests/${id}/panel/${round}/copies`))
export const useKeepPictures = (id: string, round: string) =>
  useChange((reason: string) =>
    post<{ works: number }>(`/contests/${id}/panel/${round}/copies/pictures`, { reason }),
  )

export type CopyAct =
  | { readonly act: 'redact'; readonly texts: readonly string[] }
  | { readonly act: 'keep'; readonly keys: readonly string[]; readonly reason: string }
  | { readonly act: 'leave-out'; readonly fileId: string; readonly reason: string }
  | {
      readonly act: 'replace'
      readonly fileId: string
      readonly name: string
      readonly base64: string
      readonly reason: string
    }
export const useCopyAct = (id: string, work: string, edition: number) =>
  useChange(({ act, ...body }: CopyAct) =>
    post<BlindView>(`/contests/${id}/copies/${work}/${act}`, { ...body, edition }),
  )

export const useDeclare = () =>
  useChange(
    ({
      contestId,
      round,
      conflicts,
    }: {
      contestId: string
      round: string
      conflicts: { ref: string; note: string }[]
    }) => post(`/desk/panels/${contestId}/${round}`, { conflicts }),
  )
