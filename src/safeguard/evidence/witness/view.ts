import type { Db } from '../../../platform/postgres/index.ts'
import {
  COSIGNATURE,
  checkCosignature,
  checkSignature,
  hex,
  parseKey,
  parseNote,
  SM2,
  type NoteKey,
} from '../verifier/index.ts'
import type { WitnessOverview } from './keeper.ts'
import type { CheckpointItem, SignatureView, WitnessesView } from './model.ts'
import { anchorsOf } from './store.ts'
import type { EvidenceCheckpointTable } from './tables.ts'

/** Looking at a signature takes milliseconds, and the notes of the past do not change. */
const looked = new Map<string, readonly SignatureView[]>()
const MOST_LOOKED = 500

/** Each signature line of a note, judged by the keys that are known here. */
export function signaturesOf(note: string, vkeys: readonly string[]): readonly SignatureView[] {
  const known = looked.get(`${vkeys.join()}\n${note}`)
  if (known) return known
  const parsed = parseNote(note)
  const keys = vkeys.flatMap((vkey) => parseKey(vkey) ?? [])
  const views =
    typeof parsed === 'string'
      ? []
      : parsed.signatures.map((one): SignatureView => {
          const key = keys.find((each) => each.name === one.name && hex(each.keyId) === hex(one.keyId))
          const alone = { text: parsed.text, signatures: [one] }
          const cosigned = key?.type === COSIGNATURE ? checkCosignature(alone, key) : null
          return {
            name: one.name,
            kind: kindOf(key),
            keyId: hex(one.keyId),
            at: cosigned !== null && typeof cosigned !== 'string' ? cosigned.at * 1000 : null,
            valid: key !== undefined && checkSignature(alone, key) === 'verified',
          }
        })
  if (looked.size >= MOST_LOOKED) looked.delete(looked.keys().next().value!)
  looked.set(`${vkeys.join()}\n${note}`, views)
  return views
}

function kindOf(key: NoteKey | undefined): SignatureView['kind'] {
  if (!key) return 'unknown'
  if (key.type === COSIGNATURE) return 'witness'
  return key.type === SM2 ? 'log-sm2' : 'log-ed25519'
}

/** Rows as they are shown, with their signatures judged and the time stamps on them. */
export async function checkpointItems(
  db: Db,
  rows: readonly EvidenceCheckpointTable[],
  vkeys: readonly string[],
): Promise<CheckpointItem[]> {
  const anchors = await anchorsOf(
    db,
    rows.map(({ size }) => size),
  )
  return rows.map(({ size, root, sm3_root, at, witnessed, note }) => ({
    size,
    root,
    at,
    origin: note.slice(0, note.indexOf('\n')),
    signatures: [...signaturesOf(note, vkeys)],
    sm3Root: sm3_root,
    witnessed,
    anchors: anchors
      .filter((one) => one.size === size)
      .map(({ driver, stamped_at, authority }) => ({ driver, at: stamped_at!, authority })),
  }))
}

export const witnessesView = (overview: WitnessOverview): WitnessesView => ({
  quorum: overview.quorum,
  policy: overview.policy,
  items: overview.witnesses.map(({ peer, last, problem, state }) => ({
    name: peer.name,
    vkey: peer.vkey,
    url: peer.url,
    lastSize: last?.size ?? null,
    lastAt: last?.at ?? null,
    state,
    problem,
  })),
  witnessed: overview.witnessed && { size: overview.witnessed.size, at: overview.witnessed.at },
  since: overview.since,
  late: overview.late,
})
