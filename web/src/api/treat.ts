import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Assessment, LegalState, ProductLegal } from '../../../src/supply/catalog/legal.ts'
import type {
  Preview,
  Profile,
  ProfileView,
  ProjectTableView,
  Proposal,
  RiskFigures,
  Transform,
} from '../../../src/supply/treat/deidentify/model.ts'
import type {
  ColumnRole,
  ColumnUse,
  ConfirmGrades,
  DecideImportance,
  GradeScheme,
  GradingView,
} from '../../../src/supply/treat/grade/model.ts'
import { get, type Page, post, put } from './client.ts'

export type {
  Assessment,
  ColumnRole,
  GradeScheme,
  GradingView,
  LegalState,
  Preview,
  ProductLegal,
  Profile,
  ProfileView,
  ProjectTableView,
  Proposal,
  RiskFigures,
  Transform,
}

interface LegalView {
  readonly legal: ProductLegal | null
  readonly required: boolean
}

export const useGrading = (id: string) =>
  useQuery({
    queryKey: ['grading', id],
    queryFn: () => get<GradingView>(`/datasets/${id}/grade`),
    enabled: id !== '',
  })

export const useProfile = (id: string) =>
  useQuery({
    queryKey: ['deidentify', id],
    queryFn: () => get<ProfileView>(`/datasets/${id}/deidentify`),
    enabled: id !== '',
  })

export const useLegal = (id: string) =>
  useQuery({
    queryKey: ['legal', id],
    queryFn: () => get<LegalView>(`/products/${id}/legal`),
    enabled: id !== '',
  })

export const useProjectTables = (id: string) =>
  useQuery({
    queryKey: ['projectTables', id],
    queryFn: () => get<Page<ProjectTableView>>(`/projects/${id}/tables`),
    enabled: id !== '',
  })

function useTreatChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        ['grading', 'deidentify', 'legal', 'projectTables', 'projects', 'contracts', 'jobs', 'trail'].map(
          (key) => client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export const useLook = (id: string) =>
  useTreatChange<void, { jobId: string }>(() => post<{ jobId: string }>(`/datasets/${id}/grade/look`))
export const useConfirmGrades = (id: string) =>
  useTreatChange((value: ConfirmGrades) => put(`/datasets/${id}/grade`, value))
export const useDecideImportance = (id: string) =>
  useTreatChange((value: DecideImportance) => put(`/datasets/${id}/importance`, value))
export const useSaveProfile = (id: string) =>
  useTreatChange((value: Profile) => put<{ version: number }>(`/datasets/${id}/deidentify`, value))
export const useOptimise = (id: string) =>
  useTreatChange((profile: Profile) =>
    post<{ jobId: string }>(`/datasets/${id}/deidentify/optimise`, { profile }),
  )
export const useStateLegal = (id: string) =>
  useTreatChange((value: { state: LegalState; assessment: Assessment | null }) =>
    put(`/products/${id}/legal`, value),
  )
export const usePrepare = (id: string) =>
  useTreatChange<void, { jobId: string }>(() => post<{ jobId: string }>(`/projects/${id}/prepare`))
export const useEndProject = (id: string) =>
  useTreatChange((reason: string) => post(`/projects/${id}/end`, { reason }))

/** Dataset → column → uses that its confirmed grade allows; columns that nobody graded are left out. */
export type Floors = ReadonlyMap<string, Readonly<Record<string, readonly ColumnUse[]>>>

/** The floors of own datasets; empty while they are on their way or for readers who may not grade. */
export const useFloors = (ids: readonly string[]): Floors =>
  useQueries({
    queries: ids.map((id) => ({
      queryKey: ['grading', id],
      queryFn: () => get<GradingView>(`/datasets/${id}/grade`),
      retry: false,
    })),
    combine: (results) =>
      new Map(results.flatMap(({ data }) => (data ? [[data.datasetId, floorsOf(data)] as const] : []))),
  })

const floorsOf = ({ columns, scheme }: GradingView) =>
  Object.fromEntries(
    columns.flatMap(({ column, grade }) => {
      const level = grade && scheme.levels.find((one) => one.code === grade.level)
      return level ? [[column, level.allows] as const] : []
    }),
  )

/** What a team would see under a profile, asked again whenever the profile changes. */
export const usePreview = (id: string, profile: Profile | undefined) =>
  useQuery({
    queryKey: ['preview', id, profile],
    queryFn: () => post<Preview>(`/datasets/${id}/deidentify/preview`, profile),
    enabled: profile !== undefined,
    placeholderData: (before) => before,
    retry: false,
    staleTime: 60_000,
  })
