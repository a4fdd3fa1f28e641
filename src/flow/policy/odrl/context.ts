import type { Json } from '../../../kernel/canonical.ts'
import { ACTIONS, OPERAND_NAMES, OPERATORS } from '../vocabulary.ts'
import { NAMESPACE, ODRL } from './iri.ts'
import { ACTION_TERMS, OPERAND_TERMS, type OdrlTerm } from './terms.ts'

const iriOf = (word: string, { same }: OdrlTerm): string => (same ? `odrl:${same}` : `xinyu:${word}`)

/** Values that are words of the vocabulary, such as the name of an action. */
const words = (iris: Readonly<Record<string, string>>): Json => ({ ...iris })
const scoped = (id: string, iris: Readonly<Record<string, string>>): Json => ({
  '@id': id,
  '@type': '@vocab',
  '@context': words(iris),
})
const table = (names: readonly string[], terms: Readonly<Record<string, OdrlTerm>>): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, iriOf(name, terms[name] ?? {})]))
const own = (name: string, more: Readonly<Record<string, Json>> = {}): [string, Json] => [
  name,
  { '@id': `xinyu:${name}`, ...more },
]
const list = { '@container': '@list' }

/** The JSON-LD 1.1 context of the profile. Words of actions and operands are known only where they may stand. */
export const ODRL_CONTEXT: Json = {
  '@context': {
    '@version': 1.1,
    '@protected': true,
    odrl: ODRL,
    xinyu: NAMESPACE,
    xsd: 'http://www.w3.org/2001/XMLSchema#',
    Set: 'odrl:Set',
    Agreement: 'odrl:Agreement',
    profile: { '@id': 'odrl:profile', '@type': '@id' },
    target: { '@id': 'odrl:target', '@type': '@id' },
    assigner: { '@id': 'odrl:assigner', '@type': '@id' },
    assignee: { '@id': 'odrl:assignee', '@type': '@id' },
    timestamp: { '@id': 'xinyu:timestamp', '@type': 'xsd:dateTime' },
    permission: { '@id': 'odrl:permission', ...list },
    prohibition: { '@id': 'odrl:prohibition', ...list },
    obligation: { '@id': 'odrl:obligation', ...list },
    duty: { '@id': 'odrl:duty', ...list },
    remedy: { '@id': 'odrl:remedy', ...list },
    consequence: { '@id': 'odrl:consequence', ...list },
    action: scoped('odrl:action', table(ACTIONS, ACTION_TERMS)),
    constraint: { '@id': 'odrl:constraint', ...list },
    leftOperand: scoped('odrl:leftOperand', {
      ...table(OPERAND_NAMES, OPERAND_TERMS),
      recipient: 'odrl:recipient',
      purpose: 'odrl:purpose',
    }),
    operator: scoped(
      'odrl:operator',
      Object.fromEntries(OPERATORS.map((operator) => [operator, `odrl:${operator}`])),
    ),
    rightOperand: { '@id': 'odrl:rightOperand' },
    ...Object.fromEntries([
      own('bounds', list),
      own('columns', list),
      own('table'),
      own('column'),
      own('name'),
      own('level'),
      own('joinKeys', list),
      own('left'),
      own('right'),
      own('disclosure'),
      own('minGroup'),
      own('minInstitutions'),
      own('dominance'),
      own('largest'),
      own('percent'),
      own('pPercent'),
      own('rounding'),
      own('smallGroups'),
      own('outputs'),
      own('checkers'),
      own('automatic'),
      own('singlePerson'),
      own('notice'),
      own('veto'),
      own('wait'),
      own('silence'),
      own('contract', { '@type': '@json' }),
    ]),
  },
}
