import { systemActor } from '../../../kernel/actor.ts'
import { act, type Core } from '../act.ts'
import { hex, parseKey } from '../verifier/index.ts'
import type { WitnessTrouble } from './keeper.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    /** Witnesses are away for long, are back, or contradict the log. Not yet evidence. */
    'evidence.witness_trouble': WitnessTrouble
  }
}

const EVIDENCE = systemActor('evidence')
/** The key id names a witness in the log; its whole key stands beside it. */
const idOf = (vkey: string): string => hex(parseKey(vkey)?.keyId ?? new Uint8Array())

/** Makes evidence of it, which the watch reads. What the witnesses then cosign holds it too. */
export async function recordWitnessTrouble(core: Core, trouble: WitnessTrouble): Promise<void> {
  await act(core, EVIDENCE, async ({ note }) => {
    if (trouble.kind === 'quorum_lost')
      note({
        kind: 'evidence.quorum_lost',
        subject: {},
        payload: { since: trouble.since, missing: [...trouble.missing] },
      })
    else if (trouble.kind === 'quorum_restored')
      note({ kind: 'evidence.quorum_restored', subject: {}, payload: { size: trouble.size } })
    else
      note({
        kind: 'evidence.witness_contradicted',
        subject: { witness: idOf(trouble.witness) },
        payload: { vkey: trouble.witness, problem: trouble.problem },
      })
  })
}
