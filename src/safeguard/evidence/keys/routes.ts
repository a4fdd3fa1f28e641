import { z } from 'zod'
import { type App, route } from '../../../platform/http/index.ts'
import type { Core } from '../act.ts'
import { ED25519, parseEntry, parseKey, printKeyHistory } from '../verifier/index.ts'

const KeyItem = z.object({
  /** Verifier key: name+keyid+base64. */
  vkey: z.string(),
  scheme: z.enum(['ed25519', 'sm2']),
  /** Tree sizes that it signs, both inclusive; `to` is null while it does. */
  from: z.int(),
  to: z.int().nullable(),
  state: z.enum(['active', 'retired', 'revoked']),
  /** ms since 1970: the first key is as old as the first entry. */
  madeAt: z.int(),
})

/** What outsiders learn of the log's keys, with what each key signed about the one after it. */
export function keyRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/evidence/keys',
    access: 'public',
    summary:
      'The keys of the log as one text, with the statement of each about its successor, to follow a rotation',
    tag: 'evidence',
    handler: async ({ reply }) => {
      const text = printKeyHistory(await core.evidence.keyHistory())
      await reply.header('cache-control', 'no-cache').type('text/plain; charset=utf-8').send(text)
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/keys.json',
    access: 'public',
    summary: 'The keys of the log: which signed which trees, and which signs now',
    tag: 'evidence',
    response: z.object({ items: z.array(KeyItem) }),
    handler: async () => {
      const { keys, successions } = await core.evidence.keyHistory()
      const began = await beginning(core)
      return {
        items: keys.map((one) => ({
          ...one,
          madeAt: successions.find(({ new: vkey }) => vkey === one.vkey)?.at ?? began,
          scheme: parseKey(one.vkey)?.type === ED25519 ? ('ed25519' as const) : ('sm2' as const),
        })),
      }
    },
  })
}

/** ms since 1970; now for a log without entries. */
async function beginning({ evidence, clock }: Core): Promise<number> {
  const reader = evidence.reader()
  if (reader.size === 0) return clock.now()
  const first = parseEntry((await reader.entry(0)).toString('utf8'))
  return typeof first === 'string' ? clock.now() : Date.parse(first.at)
}
