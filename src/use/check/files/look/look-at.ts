import type { Inspection } from '../model.ts'
import { lookAtContext } from '../rules/context.ts'
import { lookAtFile } from './file.ts'
import { type Candidate, type Context, type ForeignModel, Look, type PlainTerms } from './look.ts'
import { LIMITS, LIMITS_IN, type Limits } from './limits.ts'
import { Overrun } from './overrun.ts'

export interface Subject {
  readonly path: string
  readonly bytes: Uint8Array
  readonly context: Context | null
}

/** What reading alone can tell: plain values, so that it can be made in a thread. */
export interface Seen extends Omit<Inspection, 'verdict'> {
  readonly candidates: readonly Candidate[]
  readonly models: readonly ForeignModel[]
}

/** Reads one file with all that is in it. Never throws: what cannot be read is a finding. */
export async function lookAt(
  { path, bytes, context }: Subject,
  terms: PlainTerms,
  limits?: Limits,
): Promise<Seen> {
  const look = new Look(terms, context, limits ?? (terms.direction === 'in' ? LIMITS_IN : LIMITS))
  look.looked('too-large')
  if (bytes.length > terms.maxBytes) look.found('too-large', 'file')
  else await read(look, path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (look.forPeople && look.leaves) {
    look.looked('for-people')
    look.found('for-people', 'file')
  }
  return {
    findings: look.findings,
    record: look.record,
    aids: look.aids,
    candidates: [...look.candidates.values()],
    models: look.models,
  }
}

async function read(look: Look, path: string, bytes: Buffer): Promise<void> {
  try {
    const type = await lookAtFile(look, path.split('/').at(-1) ?? '', bytes, '', 0)
    lookAtContext(look, type)
    for (let next = look.deferred.pop(); next; next = look.deferred.pop()) {
      await lookAtFile(look, '', next.bytes, next.place, next.depth)
    }
  } catch (error) {
    if (error instanceof Overrun) return look.found(error.rule, error.place || 'file')
    // A reader that a file brought down must not let it through, nor bring the server down.
    look.found('unreadable', 'file', { verdict: 'fail' })
  }
}
