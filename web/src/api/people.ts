import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, patch, post } from './client.ts'
import type { BodyRole, Participant, Session, User, UserRole } from './types.ts'

type Filter = Record<string, string | number | undefined>

/** Fields of the register are null for readers without an office. */
export type ParticipantView = Omit<Participant, 'uscc' | 'createdAt'> & {
  uscc: string | null
  createdAt: number | null
}

export interface RoleView {
  readonly role: UserRole
  readonly zh: string
  readonly en: string
  readonly grantedBy: UserRole
  readonly bodies: readonly BodyRole[] | null
  readonly privileged: boolean
  readonly separated: boolean
}

export interface NewParticipant {
  readonly uscc: string
  readonly nameZh: string
  readonly nameEn: string
  readonly roles: readonly BodyRole[]
  readonly regionCode: string
}

export interface NewUser {
  readonly participantId: string
  readonly login: string
  readonly displayName: string
  readonly roles: readonly UserRole[]
}

export const useParticipants = (filter: Filter) =>
  useQuery({
    queryKey: ['participants', filter],
    queryFn: () => get<Page<ParticipantView>>('/participants', filter),
    placeholderData: (before) => before,
  })
export const useParticipant = (id: string) =>
  useQuery({ queryKey: ['participant', id], queryFn: () => get<ParticipantView>(`/participants/${id}`) })
export const useUsers = (filter: Filter) =>
  useQuery({
    queryKey: ['users', filter],
    queryFn: () => get<Page<User>>('/users', filter),
    placeholderData: (before) => before,
  })
/** `open` shows the names unmasked, which leaves evidence. */
export const useUser = (id: string, open: boolean) =>
  useQuery({ queryKey: ['user', id, open], queryFn: () => get<User>(`/users/${id}`, open ? { open } : {}) })
export const useRoles = () =>
  useQuery({
    queryKey: ['roles'],
    queryFn: async () => (await get<{ items: RoleView[] }>('/roles')).items,
    staleTime: Infinity,
  })
export const useSessions = () =>
  useQuery({
    queryKey: ['my-sessions'],
    queryFn: async () => (await get<{ items: Session[] }>('/me/sessions')).items,
  })

export interface Passkey {
  readonly id: string
  readonly label: string
  readonly createdAt: number
  readonly usedAt: number | null
}

export const usePasskeys = () =>
  useQuery({
    queryKey: ['passkeys'],
    queryFn: async () => (await get<{ items: Passkey[] }>('/me/passkeys')).items,
    retry: false,
  })

export function usePeopleChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        ['participants', 'participant', 'bodies', 'users', 'user', 'my-sessions', 'passkeys', 'trail'].map(
          (key) => client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export const useNewParticipant = () =>
  usePeopleChange((value: NewParticipant) => post<{ id: string }>('/participants', value))
export const useChangeParticipant = (id: string) =>
  usePeopleChange((value: Partial<Omit<NewParticipant, 'uscc'>>) => patch(`/participants/${id}`, value))
export const useParticipantAct = (id: string) =>
  usePeopleChange(({ act, reason }: { act: 'suspend' | 'restore'; reason: string }) =>
    post(`/participants/${id}/${act}`, act === 'suspend' ? { reason } : undefined),
  )

export interface Invited {
  readonly userId: string
  readonly token: string
  readonly path: string
  readonly expiresAt: number
}

export const useInvite = () =>
  usePeopleChange((value: NewUser | { userId: string }) => post<Invited>('/invitations', value))
export const useSetRoles = (id: string) =>
  usePeopleChange((roles: readonly UserRole[]) => post(`/users/${id}/roles`, { roles }))
export const useUserAct = (id: string) =>
  usePeopleChange(
    ({ act, reason }: { act: 'suspend' | 'restore' | 'unlock' | 'reset-second-factor'; reason?: string }) =>
      post(`/users/${id}/${act}`, act === 'suspend' ? { reason } : undefined),
  )
