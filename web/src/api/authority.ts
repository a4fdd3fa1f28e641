import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  AuthorityRule,
  ChainView,
  LinkView,
  NewLink,
  RuleView,
  TreeView,
} from '../../../src/flow/authority/model.ts'
import { get, type Page, post, upload } from './client.ts'

export type {
  AuthorityRule,
  ChainView,
  DocumentView,
  Fees,
  LinkView,
  NewLink,
  RuleView,
  Scope,
  TreeView,
} from '../../../src/flow/authority/model.ts'

/** Chains that the own body has part in. */
export const useAuthorities = (filter: Readonly<Record<string, string | number | undefined>>) =>
  useQuery({
    queryKey: ['authorities', filter],
    queryFn: () => get<Page<TreeView>>('/authorities', filter),
    placeholderData: (before) => before,
  })

export const useAuthority = (id: string) =>
  useQuery({
    queryKey: ['authority', id],
    queryFn: () => get<ChainView>(`/authorities/${id}`),
    enabled: id !== '',
  })

export const useAuthorityRules = () =>
  useQuery({ queryKey: ['authority-rules'], queryFn: () => get<Page<RuleView>>('/authority-rules') })

/** Ends what hangs on a link too, so contracts and requests are asked for again. */
const TOUCHED = ['authorities', 'authority', 'authority-rules', 'trail', 'contracts', 'contract', 'requests']

function useChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(TOUCHED.map((key) => client.invalidateQueries({ queryKey: [key] }))).then(() => undefined),
  })
}

export const useNewAuthority = () => useChange((link: NewLink) => post<{ id: string }>('/authorities', link))

export type Answer = 'offer' | 'accept' | 'decline' | 'withdraw'

export const useAnswerAuthority = (id: string) =>
  useChange(({ answer, reason }: { readonly answer: Answer; readonly reason?: string }) =>
    post(`/authorities/${id}/${answer}`, reason === undefined ? undefined : { reason }),
  )

export const useAddDocument = (id: string) =>
  useChange((file: File) =>
    upload(
      `/authorities/${id}/documents/${encodeURIComponent(file.name)}`,
      file,
      () => {},
      new AbortController().signal,
    ),
  )

export const useSetAuthorityRule = () =>
  useChange(
    (input: { readonly about: 'zone' | 'dataset'; readonly aboutId: string; readonly rule: AuthorityRule }) =>
      post<{ version: number }>('/authority-rules', input),
  )

export const documentAddress = (link: Pick<LinkView, 'id'>, documentId: string): string =>
  `/api/authorities/${link.id}/documents/${documentId}`
