import {
  checkSignature,
  hex,
  parseCheckpoint,
  parseKey,
  parseNote,
} from '../../../../../src/safeguard/evidence/verifier/index.ts'

export type Signed =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'unread' | 'root' | 'signature' }

/** Reads the note of a checkpoint and checks, in this browser, the root on it and the log's signature under it. */
export async function checkSigned(size: number, root: string): Promise<Signed> {
  const [kept, newest, keys] = await Promise.all([
    read(`/api/evidence/checkpoints/${size}`),
    read('/api/evidence/checkpoint'),
    read('/api/evidence/keys.json'),
  ])
  const vkeys = (JSON.parse(keys ?? '{"items":[]}') as { items: { vkey: string }[] }).items.map(
    ({ vkey }) => vkey,
  )
  const note = kept === null ? newest : (JSON.parse(kept) as { note: string }).note
  return note === null ? { ok: false, why: 'unread' } : signedBy(note, vkeys, size, root)
}

async function read(address: string): Promise<string | null> {
  const answer = await fetch(address)
  return answer.ok ? answer.text() : null
}

/** Whether the note names this size and root (hex) and holds under one of the keys, and falsely under none. */
export function signedBy(text: string, vkeys: readonly string[], size: number, root: string): Signed {
  const note = parseNote(text)
  const checkpoint = typeof note === 'string' ? null : parseCheckpoint(note.text)
  if (typeof note === 'string' || !checkpoint) return { ok: false, why: 'unread' }
  if (checkpoint.size !== size || hex(checkpoint.root) !== root) return { ok: false, why: 'root' }
  const states = vkeys.flatMap((vkey) => parseKey(vkey) ?? []).map((key) => checkSignature(note, key))
  const holds = states.includes('verified') && !states.includes('false')
  return holds ? { ok: true } : { ok: false, why: 'signature' }
}
