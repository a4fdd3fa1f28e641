import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Config } from '../../../platform/config/index.ts'
import { COSIGNATURE, isSameKey, parseKey, type NoteKey } from '../verifier/index.ts'

/** A witness that the space asks. */
export interface Peer {
  /** The name of its key. */
  readonly name: string
  readonly vkey: string
  readonly key: NoteKey
  /** Submission prefix of C2SP tlog-witness, without a slash at the end. */
  readonly url: string
}

export interface Peers {
  readonly all: readonly Peer[]
  /** How many of them must have cosigned; 0 where there are none. */
  readonly quorum: number
}

/**
 * The witnesses of the settings.
 * @throws XinyuError CONFIG_INVALID
 */
export function readPeers(settings: Pick<Config['evidence'], 'witnesses' | 'witnessQuorum'>): Peers {
  const all: Peer[] = []
  for (const text of settings.witnesses) {
    const [vkey = '', url = ''] = text.split(' ')
    const key = parseKey(vkey)
    if (key?.type !== COSIGNATURE) throw invalid('evidence.witnesses', `not the key of a witness: ${vkey}`)
    if (!isPlain(url)) throw invalid('evidence.witnesses', `not a plain address: ${key.name}`)
    // One witness under two names would count twice.
    if (all.some((one) => isSameKey(one.key, key))) throw invalid('evidence.witnesses', `twice: ${vkey}`)
    all.push({ name: key.name, vkey, key, url: url.replace(/\/+$/, '') })
  }
  if (settings.witnessQuorum > all.length)
    throw invalid(
      'evidence.witnessQuorum',
      `${settings.witnessQuorum} of ${all.length} witnesses can never sign`,
    )
  return { all, quorum: settings.witnessQuorum === 0 ? all.length : settings.witnessQuorum }
}

/** Everyone is told where the witnesses are: no password stands in it, nor what a path cannot be put behind. */
function isPlain(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { username, password, search, hash } = new URL(text)
  return [username, password, search, hash].every((one) => one === '')
}

const invalid = (where: string, why: string) => new XinyuError('CONFIG_INVALID', { where, why })

/** The same as a C2SP tlog-policy: what an outsider may take over, after a look at who the witnesses are. */
export function policyOf(vkeys: readonly string[], { all, quorum }: Peers): string {
  const lines = vkeys.map((vkey) => `log ${vkey}`)
  for (const [at, { vkey, url }] of all.entries()) lines.push(`witness w${at + 1} ${vkey} ${url}`)
  if (quorum === 0) lines.push('quorum none')
  else
    lines.push(`group witnesses ${quorum} ${all.map((_, at) => `w${at + 1}`).join(' ')}`, 'quorum witnesses')
  return `${lines.join('\n')}\n`
}
