import type { GoodProof, GoodReceipt } from '../../../src/safeguard/evidence/verifier/index.ts'
import type { Outcome, Step, StepState } from './judge.ts'
import type { Word } from './words.ts'

type Say = (word: Word) => string

const MARKS: Readonly<Record<StepState, string>> = { held: '✓', failed: '✗', skipped: '–', unreached: '·' }

/** An element with text in it: nothing of a file under test ever becomes markup. */
function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  made.append(...inside)
  return made
}

/** The verdict first, then the steps, then what the receipt says. `reason`: the verifier's English in the reader's words. */
export function show(outcome: Outcome, say: Say, reason: (why: string) => string): HTMLElement[] {
  if (outcome.kind === 'waiting' || outcome.kind === 'needEntry')
    return [element('p', 'verdict', say(outcome.kind))]
  if (outcome.kind === 'fork') {
    const word = outcome.pinned ? 'fork.good' : 'fork.unpinned'
    return [
      verdict(outcome.pinned ? 'good' : 'unpinned', say(word)),
      element('p', 'why', reason(outcome.says)),
    ]
  }
  const { kind, where, why, steps, says } = outcome
  // The name of a step is what stands before its colon.
  const step = where === null ? '' : `${say(`step.${where}`).split(/[:：]/)[0]!}${say('colon')}`
  return [
    verdict(kind, why === null ? say(kind) : `${say('bad')}${step}${reason(why)}`),
    // The commonest reason is no forgery: the log has another key by now.
    ...(where === 'key' ? [element('p', 'hint', say('keyHint'))] : []),
    ...(steps.length > 0 ? [element('h2', '', say('steps')), stepList(steps, say)] : []),
    ...(says ? [element('h2', '', say('facts')), factList(says, say)] : []),
  ]
}

const verdict = (kind: string, text: string) => element('p', `verdict ${kind}`, text)

function stepList(steps: readonly Step[], say: Say): HTMLElement {
  const items = steps.map(({ name, state }) => {
    const mark = element('span', 'mark', MARKS[state])
    mark.setAttribute('aria-hidden', 'true')
    const item = element(
      'li',
      state,
      mark,
      element('span', 'name', say(`step.${name}`)),
      element('span', 'state', say(state)),
    )
    item.dataset['step'] = name
    return item
  })
  return element('ol', 'steps', ...items)
}

function factList(says: GoodReceipt | GoodProof, say: Say): HTMLElement {
  const list = element('dl', '')
  for (const [word, text] of facts(says, say)) {
    if (text !== '') list.append(element('dt', '', say(word)), element('dd', '', text))
  }
  return list
}

function facts(says: GoodReceipt | GoodProof, say: Say): [Word, string][] {
  const { policy, guomi } = says
  const others = says.signatures.filter((one) => one.state === 'unknown').map((one) => one.name)
  const signed = policy?.witnesses.map((one) => `${one.name} ${new Date(one.at * 1000).toISOString()}`)
  return [
    ...('entry' in says ? entryFacts(says) : []),
    ['fact.leaf', `${says.leaf} / ${says.size}`],
    ['fact.origin', says.origin],
    ['fact.signer', says.signer],
    ['fact.guomi', guomi ? `${guomi.signer}${guomi.pinned ? '' : say('guomiUnpinned')}` : ''],
    ['fact.witnesses', signed?.join('\n') ?? ''],
    ['fact.missing', policy?.missing.join(', ') ?? ''],
    ['fact.others', others.join('\n')],
    ...(('payload' in says && says.payload !== undefined
      ? [['fact.payload', JSON.stringify(says.payload, null, 2)]]
      : []) satisfies [Word, string][]),
  ]
}

function entryFacts({ entry }: GoodReceipt): [Word, string][] {
  const { actor } = entry
  const pairs = Object.entries(entry.subject).map(([name, id]) => `${name} ${id}`)
  return [
    ['fact.kind', entry.kind],
    ['fact.at', entry.at],
    ['fact.actor', 'system' in actor ? actor.system : `${actor.user} · ${actor.body}`],
    ['fact.subject', pairs.join('\n')],
  ]
}
