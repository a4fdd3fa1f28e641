import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as models from '../../../src/safeguard/evidence/witness/model.ts'
import { get, type Page } from './client.ts'

/** One sibling on the way from a leaf to the root; it stands for the leaves `from` (inclusive) to `to`. */
export interface PathStep {
  readonly hash: string
  readonly side: 'left' | 'right'
  readonly from: number
  readonly to: number
}

export interface EntryProof {
  readonly leaf: number
  readonly size: number
  readonly leafHash: string
  readonly root: string
  readonly path: readonly PathStep[]
}

export type CheckpointItem = z.output<typeof models.CheckpointItem>
export type CheckpointDetail = z.output<typeof models.CheckpointDetail>
export type SignatureKind = CheckpointItem['signatures'][number]['kind']

export interface TreeHead {
  readonly size: number
  readonly root: string
  readonly at: number
}

export interface Consistency {
  readonly from: TreeHead
  readonly to: TreeHead
  readonly proof: readonly string[]
  readonly holds: boolean
}

export type Witnesses = z.output<typeof models.WitnessesView>
export type WitnessView = Witnesses['items'][number]

export interface LogKey {
  readonly vkey: string
  readonly scheme: 'ed25519' | 'sm2'
  readonly from: number
  readonly to: number | null
  readonly state: 'active' | 'retired' | 'revoked'
  readonly madeAt: number
}

export interface AnchorView {
  readonly id: string
  readonly size: number
  readonly at: number
  readonly authority: string
  readonly state: 'stamped' | 'waiting' | 'failed'
  readonly problem: string | null
}

type Checkpoints = Page<CheckpointItem> & { readonly next: number | null }

/** What does not change any more is asked for once. */
const FOR_EVER = { staleTime: Infinity } as const

/** The way from an entry to the root of the tree of `size`, or of the published one. */
export const useProof = (leaf: string) =>
  useQuery({
    queryKey: ['log', 'proof', leaf],
    queryFn: () => get<EntryProof>(`/evidence/entries/${leaf}/proof`),
    // A newer checkpoint would change the picture under the reader's hands.
    ...FOR_EVER,
  })

export const useCheckpoints = (before: string | undefined, limit = 25) =>
  useQuery({
    queryKey: ['log', 'checkpoints', before, limit],
    queryFn: () => get<Checkpoints>('/evidence/checkpoints', { before, limit }),
    placeholderData: (held) => held,
  })

/** The last checkpoint made at or before a moment (ms). */
export const useCheckpointAt = (until: number | null) =>
  useQuery({
    queryKey: ['log', 'checkpoint-at', until],
    queryFn: async () =>
      (await get<Checkpoints>('/evidence/checkpoints', { until, limit: 1 })).items[0] ?? null,
    enabled: until !== null,
  })

export const useCheckpoint = (size: string) =>
  useQuery({
    queryKey: ['log', 'checkpoint', size],
    queryFn: () => get<CheckpointDetail>(`/evidence/checkpoints/${size}`),
  })

export const useConsistency = (from: number | null, to: number | null) =>
  useQuery({
    queryKey: ['log', 'consistency', from, to],
    queryFn: () => get<Consistency>('/evidence/consistency', { from, to }),
    enabled: from !== null && to !== null && from <= to,
    ...FOR_EVER,
  })

export const useWitnesses = () =>
  useQuery({ queryKey: ['log', 'witnesses'], queryFn: () => get<Witnesses>('/evidence/witnesses') })

export const useLogKeys = () =>
  useQuery({
    queryKey: ['log', 'keys'],
    queryFn: async () => (await get<{ items: LogKey[] }>('/evidence/keys.json')).items,
  })

/** Time stamps on the checkpoint of a size. */
export const useAnchors = (size: number) =>
  useQuery({
    queryKey: ['log', 'anchors', size],
    queryFn: () => get<{ driver: string | null; items: AnchorView[] }>(`/evidence/anchors?size=${size}`),
  })
