import type { Actor } from '../../../kernel/actor.ts'
import { hex, parseKey } from '../verifier/index.ts'
import { act, type Core } from '../act.ts'

export interface Rotation {
  /** Why, as the officers wrote it; kept beside the log. */
  readonly reason: string
  /** The old key may be in other hands: what it signed counts only with a witness beside it. */
  readonly revoke: boolean
}

/** Text of the key id, as it stands in the verifier key. */
const idOf = (vkey: string): string => hex(parseKey(vkey)!.keyId)

/** Rotations are one behind the other: two at a time would name two successors of one key. */
const turns = new WeakMap<object, Promise<unknown>>()

/**
 * Gives the log new signing keys under its old name: entry `evidence.key_rotated`, a statement by each old key about
 * its successor, and a first checkpoint by the new ones. Returns the new verifier keys. Who may is the caller's to say.
 * @throws XinyuError EVIDENCE_NOT_READY
 */
export async function rotateLogKey(
  core: Core,
  actor: Actor,
  { reason, revoke }: Rotation,
): Promise<readonly string[]> {
  const { evidence } = core
  const turn = (turns.get(evidence) ?? Promise.resolve()).then(() =>
    evidence.changeKeys({
      revoke,
      record: async (next) => {
        const old = evidence.vkeys()
        await act(core, actor, async ({ note }) =>
          note({
            kind: 'evidence.key_rotated',
            subject: { key: idOf(next.vkey), before: idOf(old[0]!) },
            payload: { old: [...old], new: [...next.vkeys], reason, state: revoke ? 'revoked' : 'retired' },
          }),
        )
      },
    }),
  )
  turns.set(
    evidence,
    turn.catch(() => {}),
  )
  await turn
  return evidence.vkeys()
}
