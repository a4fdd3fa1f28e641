import type { Json } from '../../../kernel/canonical.ts'
import type { DcatDistribution, DcatEntry, LangText } from './model.ts'
import { frequencyIri, mediaTypeIri, PREFIXES, STATUSES } from './vocabulary.ts'

type JsonObject = { [key: string]: Json }

/** An entry as a node of a DCAT 3 catalogue, compacted with `PREFIXES`. What is not known is left out. */
export function nodeOf(entry: DcatEntry): JsonObject {
  return compact({
    '@id': entry.iri,
    '@type': 'dcat:Dataset',
    'dcterms:identifier': entry.identifier,
    'dcterms:title': langs(entry.title),
    'dcterms:description': langs(entry.description),
    'dcterms:publisher': entry.publisher && {
      ...(entry.publisher.iri && { '@id': entry.publisher.iri }),
      '@type': 'foaf:Agent',
      ...compact({ 'foaf:name': langs(entry.publisher.name) }),
    },
    'dcterms:issued': entry.issued && moment(entry.issued),
    'dcterms:modified': entry.modified && moment(entry.modified),
    'dcterms:accrualPeriodicity': entry.rhythm && { '@id': frequencyIri(entry.rhythm) },
    'dcat:keyword': list(
      entry.keywords.map(({ value, language }) =>
        language === '' ? value : { '@value': value, '@language': language },
      ),
    ),
    'dcat:theme': list(entry.themes.map(({ iri }) => ({ '@id': iri }))),
    'dcterms:spatial': list(
      entry.spatial.map((place) => ({ '@type': 'dcterms:Location', 'rdfs:label': place })),
    ),
    'dcterms:temporal':
      entry.temporal &&
      compact({
        '@type': 'dcterms:PeriodOfTime',
        'dcat:startDate': entry.temporal.from && moment(entry.temporal.from),
        'dcat:endDate': entry.temporal.to && moment(entry.temporal.to),
      }),
    'dcat:contactPoint':
      entry.contact &&
      compact({
        '@type': 'vcard:Organization',
        'vcard:fn': entry.contact.name,
        'vcard:hasEmail': entry.contact.email && { '@id': `mailto:${entry.contact.email}` },
        'vcard:hasTelephone': entry.contact.phone && {
          '@id': `tel:${entry.contact.phone.replaceAll(' ', '%20')}`,
        },
      }),
    'dcat:version': entry.version,
    'adms:status': entry.status && { '@id': STATUSES[entry.status] },
    'dcat:landingPage': entry.landingPage && { '@id': entry.landingPage },
    'dcterms:accessRights': entry.authority && {
      '@type': 'dcterms:RightsStatement',
      ...compact({ 'rdfs:label': langs(entry.authority) }),
    },
    'dcat:distribution': list(entry.distributions.map(distribution)),
  })
}

const distribution = (one: DcatDistribution): JsonObject =>
  compact({
    '@id': one.iri,
    '@type': 'dcat:Distribution',
    'dcterms:title': langs(one.title),
    'dcat:mediaType': one.mediaType && { '@id': mediaTypeIri(one.mediaType) },
    'dcat:byteSize':
      one.byteSize === null ? null : { '@value': String(one.byteSize), '@type': 'xsd:nonNegativeInteger' },
    'dcat:accessURL': one.accessUrl && { '@id': one.accessUrl },
    'dcat:downloadURL': one.downloadUrl && { '@id': one.downloadUrl },
    'spdx:checksum': one.checksum && {
      '@type': 'spdx:Checksum',
      'spdx:algorithm': { '@id': one.checksum.algorithm },
      'spdx:checksumValue': { '@value': one.checksum.value, '@type': 'xsd:hexBinary' },
    },
  })

const langs = (text: LangText): Json =>
  list(
    Object.entries(text)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([language, value]) => (language === '' ? value : { '@value': value, '@language': language })),
  )

/** As exact as the text has it. */
const moment = (text: string): Json => ({
  '@value': text,
  '@type': text.includes('T') ? 'xsd:dateTime' : (BY_LENGTH[text.length] ?? 'xsd:date'),
})
const BY_LENGTH: Readonly<Record<number, string>> = { 4: 'xsd:gYear', 7: 'xsd:gYearMonth' }

const list = (items: Json[]): Json => (items.length === 0 ? null : items)

const compact = (node: Record<string, Json | undefined>): JsonObject =>
  Object.fromEntries(
    Object.entries(node).filter((pair): pair is [string, Json] => pair[1] !== null && pair[1] !== undefined),
  )

/** One page of a catalogue; `view` says where the others are. */
export function catalogDocument(
  about: { readonly iri: string; readonly titleZh: string; readonly titleEn: string },
  nodes: readonly JsonObject[],
  view: { readonly offset: number; readonly limit: number; readonly total: number },
): JsonObject {
  const page = (offset: number) => `?offset=${offset}&limit=${view.limit}`
  const last = Math.max(0, Math.ceil(view.total / view.limit) - 1) * view.limit
  return compact({
    '@context': { ...PREFIXES },
    '@id': about.iri,
    '@type': 'dcat:Catalog',
    'dcterms:title': langs({ zh: about.titleZh, en: about.titleEn }),
    'dcterms:conformsTo': { '@id': 'https://www.w3.org/TR/vocab-dcat-3/' },
    'dcat:dataset': [...nodes],
    'hydra:totalItems': view.total,
    'hydra:view': compact({
      '@id': page(view.offset),
      '@type': 'hydra:PartialCollectionView',
      'hydra:first': { '@id': page(0) },
      'hydra:last': { '@id': page(last) },
      'hydra:previous': view.offset > 0 ? { '@id': page(Math.max(0, view.offset - view.limit)) } : null,
      'hydra:next': view.offset + view.limit < view.total ? { '@id': page(view.offset + view.limit) } : null,
    }),
  })
}

export const datasetDocument = (node: JsonObject): JsonObject => ({ '@context': { ...PREFIXES }, ...node })
