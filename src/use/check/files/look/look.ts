import type { Finding, Inspection, InspectTerms } from '../model.ts'
import { FILE_RULES, type RuleId, type RuleVerdict } from '../rules/catalog.ts'
import { type Limits, LIMITS } from './limits.ts'
import { Overrun } from './overrun.ts'

/** The terms without their function: what can cross into a thread. */
export type PlainTerms = Omit<InspectTerms, 'known'>

export interface Context {
  readonly shows: string
  readonly how: string
  readonly persons: number | null
  readonly kind: string
  readonly countColumns: readonly string[]
}

/** A text that may be a pseudonym or a planted person; where it stood first. */
export interface Candidate {
  readonly text: string
  readonly place: string
}

/** A file that came out of an encoded text, to be looked at as a file of its own. */
export interface Deferred {
  readonly bytes: Buffer
  readonly place: string
  readonly depth: number
}

/** A model that only a throw-away seat may load. */
export interface ForeignModel {
  readonly place: string
  readonly bytes: Uint8Array
}

export type Aid = Inspection['aids'][number]

interface Count {
  looked: number
  found: number
  verdict: 'pass' | RuleVerdict
}

/** Places of one rule and one group (such as a column) that are named; the rest is counted. */
const NAMED_PLACES = 3
const MAX_FINDINGS = 200
const MAX_PLACE = 300
const MAX_CANDIDATES = 20_000
const MAX_AIDS = 200

/**
 * Of what a team brings: what harms the space, or belongs to somebody else. The rest is for who approves it, since a
 * team may lawfully hold data about persons.
 */
const STILL_FAILS = new Set<RuleId>([
  'canary',
  'pseudonym',
  'type-differs',
  'type-refused',
  'too-large',
  'encrypted',
  'archive-bomb',
  'archive-path',
  'trailing-bytes',
  'macro',
  'script',
  'pickle-code',
])

/** Gathers what one inspection looked at and found, and what it has used of its bounds. */
export class Look {
  readonly terms: PlainTerms
  readonly context: Context | null
  readonly limits: Limits
  readonly findings: Finding[] = []
  readonly aids: Aid[] = []
  readonly candidates = new Map<string, Candidate>()
  readonly models: ForeignModel[] = []
  readonly deferred: Deferred[] = []
  /** Is there prose or a picture, which a machine does not understand? */
  forPeople = false
  /** Containers around the file that is read now. */
  depth = 0
  readonly #counts = new Map<RuleId, Count>()
  readonly #named = new Map<string, number>()
  readonly #used = { unpackedBytes: 0, entries: 0, cells: 0, characters: 0, steps: 0 }

  constructor(terms: PlainTerms, context: Context | null, limits: Limits = LIMITS) {
    this.terms = terms
    this.context = context
    this.limits = limits
  }

  /** Does a rule about what leaves apply? */
  get leaves(): boolean {
    return this.terms.direction !== 'in'
  }

  looked(rule: RuleId, times = 1): void {
    this.#count(rule).looked += times
  }

  /** One place that breaks a rule; `group`: places of one kind, of which a few are named. */
  found(
    rule: RuleId,
    place: string,
    { verdict, group = place }: { verdict?: RuleVerdict; group?: string } = {},
  ) {
    const { verdict: usual, zh, en } = FILE_RULES[rule]
    const said = this.leaves || STILL_FAILS.has(rule) ? (verdict ?? usual) : 'review'
    const count = this.#count(rule)
    count.found++
    count.looked = Math.max(count.looked, count.found)
    if (count.verdict !== 'fail') count.verdict = said
    const key = `${rule} ${group}`
    if (this.findings.length >= MAX_FINDINGS) return
    const named = this.#named.get(key) ?? 0
    if (named >= NAMED_PLACES) return
    this.#named.set(key, named + 1)
    this.findings.push({ rule, verdict: said, place: place.slice(0, MAX_PLACE), zh, en })
  }

  /** How many places of a rule are known by now. */
  count(rule: RuleId): number {
    return this.#counts.get(rule)?.found ?? 0
  }

  candidate(text: string, place: string): void {
    if (this.candidates.has(text)) return
    // More than that are not looked up: a pseudonym among them would go unseen.
    if (this.candidates.size >= MAX_CANDIDATES) return this.found('too-heavy', 'codes', { verdict: 'review' })
    this.candidates.set(text, { text, place })
  }

  defer(bytes: Buffer, place: string): void {
    this.use('entries', 1, place)
    this.use('unpackedBytes', bytes.length, place)
    this.deferred.push({ bytes, place, depth: this.depth + 1 })
  }

  aid(aid: Aid): void {
    if (this.aids.length < MAX_AIDS) this.aids.push(aid)
  }

  /** @throws Overrun */
  use(
    what: 'unpackedBytes' | 'entries' | 'cells' | 'characters' | 'steps',
    amount: number,
    place: string,
  ): void {
    this.#used[what] += amount
    if (this.#used[what] <= this.limits[what]) return
    throw new Overrun(what === 'unpackedBytes' || what === 'entries' ? 'archive-bomb' : 'too-heavy', place)
  }

  /** Bytes that may still be unpacked. */
  get room(): number {
    return Math.max(0, this.limits.unpackedBytes - this.#used.unpackedBytes)
  }

  get record(): Inspection['record'] {
    return [...this.#counts].map(([rule, { looked, found, verdict }]) => ({ rule, looked, found, verdict }))
  }

  #count(rule: RuleId): Count {
    const there = this.#counts.get(rule)
    if (there) return there
    const count: Count = { looked: 0, found: 0, verdict: 'pass' }
    this.#counts.set(rule, count)
    return count
  }
}
