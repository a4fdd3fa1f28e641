import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import {
  AUTOMATIC_KINDS,
  ColumnLevel,
  type Constraint,
  type Duty,
  OUTPUT_KINDS,
  type Policy,
  type PolicyInput,
  PURPOSES,
  ROUNDINGS,
  SMALL_GROUPS,
} from '../model.ts'
import { parsePolicy } from '../parse.ts'
import { type Action, ACTIONS, OPERAND_NAMES, OPERATORS } from '../vocabulary.ts'
import { CONTEXT_IRI, PROFILE_IRI } from './iri.ts'
import { instantOf, Reader, textOf, uuidOf, wordOf } from './reader.ts'
import type { Agreement } from './write.ts'

const BODY = [
  '@context',
  '@type',
  'profile',
  'bounds',
  'permission',
  'prohibition',
  'obligation',
  'columns',
  'joinKeys',
  'disclosure',
  'singlePerson',
  'notice',
] as const
const PARTIES = ['@id', 'target', 'assigner', 'assignee', 'timestamp', 'contract'] as const

/**
 * Reads what `toOdrl` writes: a Set gives the policy, an Agreement the terms with the policy inside. The vocabulary is
 * closed; anything else is refused by its name and place.
 * @throws XinyuError POLICY_CONTEXT, POLICY_UNKNOWN_TERM, POLICY_FORM, POLICY_EXCLUSIVE, POLICY_INCOMPLETE
 */
export function fromOdrl(json: unknown): Policy | Agreement {
  const type = typeOf(json)
  const reader = new Reader(json, '', type === 'Set' ? BODY : [...BODY, ...PARTIES])
  const policy = parsePolicy(policyFields(reader))
  return type === 'Set' ? policy : { ...parties(reader), policy }
}

/** The policy alone, of a Set or an Agreement. @throws XinyuError as `fromOdrl` */
export function policyFromOdrl(json: unknown): Policy {
  const read = fromOdrl(json)
  return 'policy' in read ? read.policy : read
}

/** Context and profile come first: without them no word of the rest means anything. */
function typeOf(json: unknown): 'Set' | 'Agreement' {
  const object = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {}
  if (object['@context'] !== CONTEXT_IRI || object.profile !== PROFILE_IRI)
    throw new XinyuError('POLICY_CONTEXT', { expected: CONTEXT_IRI, profile: PROFILE_IRI })
  return wordOf(object['@type'], '@type', ['Set', 'Agreement'])
}

function parties(reader: Reader): Omit<Agreement, 'policy'> {
  const id = (key: 'contractId' | 'productId' | 'providerId' | 'consumerId', field: string) =>
    reader.has(field) ? { [key]: uuidOf(reader.text(field), field) } : {}
  const contract = reader.raw('contract')
  const others = contract === undefined ? {} : objectOf(contract)
  return {
    ...others,
    ...id('contractId', '@id'),
    ...id('productId', 'target'),
    ...id('providerId', 'assigner'),
    ...id('consumerId', 'assignee'),
    ...(reader.has('timestamp') ? { agreedAt: instantOf(reader.text('timestamp'), 'timestamp') } : {}),
  }
}

/** Members that have a place of their own in the document may not be said a second time. */
function objectOf(contract: unknown): { [key: string]: Json } {
  if (typeof contract !== 'object' || contract === null || Array.isArray(contract))
    throw new XinyuError('POLICY_FORM', { path: 'contract', expected: '{ … }' })
  const taken = {
    policy: 'permission',
    contractId: '@id',
    productId: 'target',
    providerId: 'assigner',
    consumerId: 'assignee',
    agreedAt: 'timestamp',
  }
  for (const [name, place] of Object.entries(taken))
    if (Object.hasOwn(contract, name))
      throw new XinyuError('POLICY_EXCLUSIVE', { path: 'contract', a: name, b: place })
  return contract as { [key: string]: Json }
}

function policyFields(reader: Reader): PolicyInput {
  return {
    ...bounds(reader),
    columns: columns(reader),
    joinKeys: reader.list('joinKeys').map(({ value, path }) => {
      const pair = new Reader(value, path, ['left', 'right'])
      return [columnRef(pair, 'left'), columnRef(pair, 'right')]
    }),
    permissions: reader.list('permission').map(({ value, path }) => {
      const rule = new Reader(value, path, ['action', 'constraint', 'duty'])
      return { ...actionsOf(rule), constraints: constraints(rule), duties: duties(rule, 'duty') }
    }),
    prohibitions: reader.list('prohibition').map(({ value, path }) => {
      const rule = new Reader(value, path, ['action', 'constraint', 'remedy'])
      return { ...actionsOf(rule), constraints: constraints(rule), remedies: duties(rule, 'remedy') }
    }),
    obligations: reader.list('obligation').map(({ value, path }) => {
      const rule = new Reader(value, path, ['action', 'constraint', 'consequence'])
      return {
        action: rule.word('action', ACTIONS),
        constraints: constraints(rule),
        consequences: duties(rule, 'consequence'),
      }
    }),
    ...disclosure(reader),
    singlePerson: reader.has('singlePerson') ? reader.flag('singlePerson') : false,
    ...notice(reader),
  }
}

function actionsOf(rule: Reader): { actions: Action[] } {
  return { actions: rule.list('action').map(({ value, path }) => wordOf(value, path, ACTIONS)) }
}

const constraints = (rule: Reader): Constraint[] =>
  rule.list('constraint').map(({ value, path }) => {
    const one = new Reader(value, path, ['leftOperand', 'operator', 'rightOperand'])
    return {
      operand: one.word('leftOperand', OPERAND_NAMES),
      operator: one.word('operator', OPERATORS),
      value: rightOperand(one),
    }
  })

/** A text stays a text and a list a list, so that what was written comes back. */
function rightOperand(one: Reader): string | string[] {
  if (!Array.isArray(one.raw('rightOperand'))) return one.text('rightOperand')
  return one.list('rightOperand').map(({ value, path }) => textOf(value, path))
}

const duties = (rule: Reader, name: 'duty' | 'remedy' | 'consequence'): Duty[] =>
  rule.list(name).map(({ value, path }) => {
    const one = new Reader(value, path, ['action', 'constraint'])
    return { action: one.word('action', ACTIONS), constraints: constraints(one) }
  })

/** Who, for what, from when, until when, how often: each at most once, and only in the way that says it. */
function bounds(reader: Reader): Pick<PolicyInput, 'consumers' | 'purposes' | 'from' | 'until' | 'maxRuns'> {
  const found = new Map<string, { reader: Reader; path: string }>()
  for (const { value, path } of reader.list('bounds')) {
    const one = new Reader(value, path, ['leftOperand', 'operator', 'rightOperand'])
    const operand = one.word('leftOperand', ['recipient', 'purpose', 'time', 'count'])
    const operator = one.word(
      'operator',
      operand === 'time' ? ['gteq', 'lteq'] : operand === 'count' ? ['lteq'] : ['isAnyOf'],
    )
    const key = `${operand} ${operator}`
    const first = found.get(key)
    if (first) throw new XinyuError('POLICY_EXCLUSIVE', { path: 'bounds', a: first.path, b: path })
    found.set(key, { reader: one, path })
  }
  const must = (key: string, field: string): Reader => {
    const one = found.get(key)
    if (!one) throw new XinyuError('POLICY_INCOMPLETE', { field: `bounds (${field})` })
    return one.reader
  }
  const recipients = found.get('recipient isAnyOf')?.reader
  const from = found.get('time gteq')?.reader
  const until = must('time lteq', 'leftOperand time, operator lteq')
  return {
    consumers: recipients
      ? recipients.list('rightOperand').map(({ value, path }) => uuidOf(textOf(value, path), path))
      : 'any',
    purposes: must('purpose isAnyOf', 'leftOperand purpose, operator isAnyOf')
      .list('rightOperand')
      .map(({ value, path }) => wordOf(value, path, PURPOSES)),
    ...(from && { from: instantOf(from.text('rightOperand'), from.at('rightOperand')) }),
    until: instantOf(until.text('rightOperand'), until.at('rightOperand')),
    maxRuns: must('count lteq', 'leftOperand count, operator lteq').whole('rightOperand'),
  }
}

function columns(reader: Reader): PolicyInput['columns'] {
  const tables = new Map<string, Record<string, ColumnLevel>>()
  for (const { value, path } of reader.list('columns')) {
    const table = new Reader(value, path, ['table', 'column'])
    const name = table.text('table')
    if (tables.has(name)) throw new XinyuError('POLICY_EXCLUSIVE', { path, a: name, b: name })
    const levels = new Map<string, ColumnLevel>()
    for (const { value: item, path: place } of table.list('column')) {
      const column = new Reader(item, place, ['name', 'level'])
      const title = column.text('name')
      if (levels.has(title)) throw new XinyuError('POLICY_EXCLUSIVE', { path: place, a: title, b: title })
      levels.set(title, column.word('level', ColumnLevel.options))
    }
    tables.set(name, Object.fromEntries(levels))
  }
  return Object.fromEntries(tables)
}

function columnRef(pair: Reader, side: 'left' | 'right'): { table: string; column: string } {
  if (!pair.has(side)) throw new XinyuError('POLICY_INCOMPLETE', { field: pair.at(side) })
  const ref = new Reader(pair.raw(side), pair.at(side), ['table', 'column'])
  return { table: ref.text('table'), column: ref.text('column') }
}

function disclosure(reader: Reader): Pick<PolicyInput, 'minGroup' | 'disclosure'> {
  if (!reader.has('disclosure')) return {}
  const terms = new Reader(reader.raw('disclosure'), 'disclosure', [
    'minGroup',
    'minInstitutions',
    'dominance',
    'pPercent',
    'rounding',
    'smallGroups',
    'outputs',
    'checkers',
    'automatic',
  ])
  const dominance = terms.has('dominance')
    ? new Reader(terms.raw('dominance'), 'disclosure.dominance', ['largest', 'percent'])
    : null
  return {
    ...(terms.has('minGroup') && { minGroup: terms.whole('minGroup') }),
    disclosure: {
      ...(terms.has('minInstitutions') && { minInstitutions: terms.whole('minInstitutions') }),
      dominance: dominance && { n: dominance.whole('largest'), percent: dominance.whole('percent') },
      pPercent: terms.has('pPercent') ? terms.whole('pPercent') : null,
      ...(terms.has('rounding') && { rounding: terms.word('rounding', ROUNDINGS) }),
      ...(terms.has('smallGroups') && { smallGroups: terms.word('smallGroups', SMALL_GROUPS) }),
      ...(terms.has('outputs') && {
        outputs: terms.list('outputs').map(({ value, path }) => wordOf(value, path, OUTPUT_KINDS)),
      }),
      ...(terms.has('checkers') && { checkers: terms.whole('checkers') }),
      ...(terms.has('automatic') && {
        automatic: terms.list('automatic').map(({ value, path }) => wordOf(value, path, AUTOMATIC_KINDS)),
      }),
    },
  }
}

function notice(reader: Reader): Pick<PolicyInput, 'notice'> {
  if (!reader.has('notice')) return {}
  const terms = new Reader(reader.raw('notice'), 'notice', ['veto', 'wait', 'silence'])
  return {
    notice: {
      ...(terms.has('veto') && { veto: terms.flag('veto') }),
      ...(terms.has('wait') && { waitMs: terms.whole('wait') }),
      ...(terms.has('silence') && { silence: terms.word('silence', ['allow', 'deny']) }),
    },
  }
}
