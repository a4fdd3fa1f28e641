import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BoardView } from '../../../src/contest/front/model.ts'
import type { PostInput, PostView, QuestionView } from '../../../src/contest/notices/model.ts'
import type { ContestBrief, ContestView, Scheme, SchemeVersion } from '../../../src/contest/scheme/model.ts'
import { get, type Page, post, put } from './client.ts'

export type { BoardView, ContestBrief, ContestView, PostInput, PostView, QuestionView, Scheme, SchemeVersion }

type Filter = Record<string, string | number | undefined>

export const useContests = (filter: Filter) =>
  useQuery({
    queryKey: ['contests', filter],
    queryFn: () => get<Page<ContestBrief>>('/contests', filter),
    placeholderData: (before) => before,
  })

export const useContest = (id: string) =>
  useQuery({ queryKey: ['contest', id], queryFn: () => get<ContestView>(`/contests/${id}`) })

/** Counts go on by themselves while the page is open. */
const BOARD_MS = 30_000

export const useBoard = (id: string) =>
  useQuery({
    queryKey: ['contest-board', id],
    queryFn: () => get<BoardView>(`/contests/${id}/board`),
    refetchInterval: BOARD_MS,
  })

export const useVersions = (id: string) =>
  useQuery({
    queryKey: ['contest-versions', id],
    queryFn: () => get<Page<SchemeVersion>>(`/contests/${id}/versions`, { limit: 50 }),
  })

export const usePosts = (id: string) =>
  useQuery({
    queryKey: ['contest-posts', id],
    queryFn: () => get<Page<PostView>>(`/contests/${id}/posts`, { limit: 200 }),
  })

export const useQuestions = (id: string, filter: Filter) =>
  useQuery({
    queryKey: ['contest-questions', id, filter],
    queryFn: () => get<Page<QuestionView>>(`/contests/${id}/questions`, filter),
    placeholderData: (before) => before,
  })

export interface Example {
  readonly scheme: Scheme
  readonly sources: readonly string[]
  readonly assumed: readonly string[]
}

export const EXAMPLES = ['national-2025', 'national-2024', 'hainan'] as const

export const useExample = (name: string, startAt: number | null) =>
  useQuery({
    queryKey: ['contest-example', name, startAt],
    queryFn: () => get<Example>(`/contests/examples/${name}`, { startAt }),
    enabled: startAt !== null,
    placeholderData: (before) => before,
  })

/** A change of a contest: everything that may show it is read again. */
function useContestChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        [
          'contests',
          'contest',
          'contest-board',
          'contest-versions',
          'contest-posts',
          'contest-questions',
        ].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  })
}

export const useNewContest = () =>
  useContestChange((input: { code: string; scheme: Scheme }) => post<{ id: string }>('/contests', input))
export const usePublish = (id: string) => useContestChange(() => post(`/contests/${id}/publish`))
export const useSchemeChange = (id: string) =>
  useContestChange((change: { number: number; scheme: Scheme; reason: string }) =>
    put<{ number: number }>(`/contests/${id}/scheme`, change),
  )
export const useExtend = (id: string) =>
  useContestChange((extension: { stage: string; closesAt: number; shift: boolean; reason: string }) =>
    post<{ number: number }>(`/contests/${id}/extend`, extension),
  )

export const useWritePost = (id: string) =>
  useContestChange(({ post: known, ...input }: PostInput & { post: string | null }) =>
    known === null
      ? post<{ id: string }>(`/contests/${id}/posts`, input)
      : put<{ id?: string }>(`/contests/${id}/posts/${known}`, input),
  )
export const useShowPost = (id: string) =>
  useContestChange(({ post: known, show }: { post: string; show: boolean }) =>
    post(`/contests/${id}/posts/${known}/show`, { show }),
  )
export const useAnswer = (id: string) =>
  useContestChange(
    ({ question, ...answer }: { question: string; text: string; answerZh: string; answerEn: string }) =>
      put(`/contests/${id}/questions/${question}`, answer),
  )
export const useRefuse = (id: string) =>
  useContestChange((question: string) => post(`/contests/${id}/questions/${question}/refuse`))
