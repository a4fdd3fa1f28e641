import type { Log, Signer } from '../log/index.ts'
import { parseSuccession, printSuccession, type KeyHistory, type Succession } from '../verifier/index.ts'
import { activeKeys, writeHistory } from './history.ts'

export interface Change {
  readonly next: Signer
  /** What becomes of the keys that signed until now. */
  readonly state: Succession['state']
  /** ms since 1970. */
  readonly now: number
}

/**
 * Hands the log over to its next keys: each old key signs who comes after it and from which size; that is durable
 * before the first checkpoint of the new keys. Returns the history as it stands then.
 */
export async function handOver(
  log: Log,
  folder: string,
  history: KeyHistory,
  { next, state, now }: Change,
): Promise<KeyHistory> {
  const olds = activeKeys(history)
  let changed = history
  await log.changeSigner(next, async (size, signer) => {
    const successions: Succession[] = []
    for (const [nth, old] of olds.entries()) {
      const text = printSuccession({ old, new: next.vkeys[nth]!, size, state, at: now })
      successions.push(parseSuccession(await signer.signWith(old, text))!)
    }
    changed = {
      keys: [
        ...history.keys.map((one) => (one.state === 'active' ? { ...one, to: size, state } : one)),
        ...next.vkeys.map((vkey) => ({ vkey, from: size, to: null, state: 'active' as const })),
      ],
      successions: [...history.successions, ...successions],
    }
    await writeHistory(folder, changed)
  })
  return changed
}
