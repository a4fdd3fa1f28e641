import { type Rhythm, type Theme, THEME_CODES } from '../entry.ts'

/**
 * Prefixes that we write with: the whole context of our documents, inlined, so that nobody has to fetch anything to
 * read them. Documents that we read may name them as they like: names are compared expanded.
 */
export const PREFIXES = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dcterms: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  adms: 'http://www.w3.org/ns/adms#',
  spdx: 'http://spdx.org/rdf/terms#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  odrl: 'http://www.w3.org/ns/odrl/2/',
  prov: 'http://www.w3.org/ns/prov#',
} as const

/** `dcat:Dataset` → its full name. */
export function full(name: string): string {
  const at = name.indexOf(':')
  return `${PREFIXES[name.slice(0, at) as keyof typeof PREFIXES]}${name.slice(at + 1)}`
}

/** Frequencies of the EU authority table, which DCAT catalogues use for dcterms:accrualPeriodicity. */
const FREQUENCY = 'http://publications.europa.eu/resource/authority/frequency/'
const FREQUENCIES: Readonly<Record<Rhythm, string>> = {
  real_time: 'CONT',
  hourly: 'HOURLY',
  daily: 'DAILY',
  weekly: 'WEEKLY',
  monthly: 'MONTHLY',
  quarterly: 'QUARTERLY',
  yearly: 'ANNUAL',
  irregular: 'IRREG',
  once: 'NEVER',
}
export const frequencyIri = (rhythm: Rhythm): string => `${FREQUENCY}${FREQUENCIES[rhythm]}`
export const rhythmOf = (iri: string): Rhythm | null =>
  (Object.keys(FREQUENCIES) as Rhythm[]).find((rhythm) => frequencyIri(rhythm) === iri) ?? null

const THEME = 'urn:xinyu:theme:'
export const themeIri = (theme: Theme): string => `${THEME}${theme}`
export const themeOf = (iri: string): Theme | null =>
  THEME_CODES.find((theme) => themeIri(theme) === iri) ?? null

const STATUS = 'http://purl.org/adms/status/'
export const STATUSES = { active: `${STATUS}Completed`, withdrawn: `${STATUS}Withdrawn` } as const
export const statusOf = (iri: string): keyof typeof STATUSES | null =>
  iri === STATUSES.withdrawn ? 'withdrawn' : iri === STATUSES.active ? 'active' : null

export const SHA256 = `${PREFIXES.spdx}checksumAlgorithm_digest`
const MEDIA_TYPE = 'https://www.iana.org/assignments/media-types/'
export const mediaTypeIri = (type: string): string => `${MEDIA_TYPE}${type}`
export const mediaTypeOf = (iri: string): string =>
  iri.replace(/^https?:\/\/www\.iana\.org\/assignments\/media-types\//, '')
