import type { Json } from '../../../kernel/canonical.ts'
import { FORM_EXAMPLE } from '../constraint/index.ts'
import { PURPOSE_TREE } from '../purpose/tree.ts'
import { ACTIONS, OPERAND_NAMES, OPERANDS } from '../vocabulary.ts'
import { ACTION_WORDS, OPERAND_WORDS, type Words } from '../words.ts'
import { CONTEXT_IRI, NAMESPACE, ODRL, PROFILE_IRI } from './iri.ts'
import { ACTION_TERMS, OPERAND_TERMS, type OdrlTerm } from './terms.ts'

const label = ({ zh, en }: Words): Json => ({ zh, en })
const iri = (name: string, { same }: OdrlTerm): string => (same ? `${ODRL}${same}` : `${NAMESPACE}${name}`)
const above = ({ broader }: OdrlTerm, property: string): { [key: string]: Json } =>
  broader ? { [property]: { '@id': `${ODRL}${broader}` } } : {}

/** The profile as RDF in JSON-LD: each term with its IRI, its words, and ODRL's wider term where there is one. */
export const odrlProfile = (): Json => ({
  '@context': {
    odrl: ODRL,
    skos: 'http://www.w3.org/2004/02/skos/core#',
    rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
    prefLabel: { '@id': 'skos:prefLabel', '@container': '@language' },
    broader: { '@id': 'skos:broader' },
    includedIn: { '@id': 'odrl:includedIn' },
    notation: { '@id': 'skos:notation' },
    example: { '@id': 'skos:example' },
    operators: { '@id': `${NAMESPACE}operators`, '@container': '@set' },
    terms: { '@id': 'skos:member', '@container': '@set' },
    comment: { '@id': 'rdfs:comment', '@container': '@language' },
  },
  '@id': PROFILE_IRI,
  '@type': 'odrl:Profile',
  comment: {
    zh: `医保可信数据空间的 ODRL 词表：20 种使用行为、18 种约束、12 种运算符（TC609-6-2025-14）。词表是封闭的，上下文是 ${CONTEXT_IRI}，由任何一个空间在 /api/odrl/context.jsonld 提供。`,
    en: `The ODRL vocabulary of a trusted data space: 20 actions, 18 constraints, 12 operators (TC609-6-2025-14). It is closed. Its context is ${CONTEXT_IRI}, served by any space at /api/odrl/context.jsonld.`,
  },
  terms: [
    ...ACTIONS.map((name) => ({
      '@id': iri(name, ACTION_TERMS[name]),
      '@type': 'odrl:Action',
      notation: name,
      prefLabel: label(ACTION_WORDS[name]),
      ...above(ACTION_TERMS[name], 'includedIn'),
    })),
    ...OPERAND_NAMES.map((name) => ({
      '@id': iri(name, OPERAND_TERMS[name]),
      '@type': 'odrl:LeftOperand',
      notation: name,
      prefLabel: label(OPERAND_WORDS[name]),
      example: FORM_EXAMPLE[OPERANDS[name].form],
      operators: OPERANDS[name].operators.map((operator) => ({ '@id': `${ODRL}${operator}` })),
      ...above(OPERAND_TERMS[name], 'broader'),
    })),
    ...PURPOSE_TREE.map(({ code, parent, zh, en }) => ({
      '@id': `${NAMESPACE}purpose-${code}`,
      '@type': 'skos:Concept',
      notation: code,
      prefLabel: { zh, en },
      ...(parent === null ? {} : { broader: { '@id': `${NAMESPACE}purpose-${parent}` } }),
    })),
  ],
})
