import { XinyuError } from '../../../kernel/errors/index.ts'
import { Contact } from '../entry.ts'
import { nodesOf, type Node, type Value } from './expand.ts'
import { DcatEntry, type DcatDistribution, type DcatProblem, type LangText } from './model.ts'
import { full, mediaTypeOf, rhythmOf, statusOf, themeOf } from './vocabulary.ts'

const MOST_PROBLEMS = 50

/**
 * The datasets of a DCAT document, in their order. All or nothing: what does not fit is told place by place.
 * @throws XinyuError DCAT_CONTEXT_UNKNOWN, DCAT_FEATURE, DCAT_EMPTY, DCAT_INVALID
 */
export function readDcat(document: unknown): DcatEntry[] {
  const nodes = nodesOf(document)
  const byId = new Map<string, Node>()
  for (const node of nodes) if (node.id !== null) byId.set(node.id, merged(byId.get(node.id), node))
  const datasets = nodes.filter((node) => node.types.includes(full('dcat:Dataset')))
  if (datasets.length === 0) throw new XinyuError('DCAT_EMPTY')
  const problems: DcatProblem[] = []
  const entries = new Map<string, DcatEntry>()
  for (const node of datasets) {
    const whole = node.id === null ? node : byId.get(node.id)!
    if (node.id !== null && entries.has(node.id)) continue
    const entry = entryOf(new Reader(whole, byId, problems))
    if (entry) entries.set(entry.iri, entry)
  }
  if (problems.length > 0) {
    const { pointer, why } = problems[0]!
    throw new XinyuError(
      'DCAT_INVALID',
      { count: problems.length, pointer: pointer || '/', why },
      { detail: { problems: problems.slice(0, MOST_PROBLEMS).map((one) => ({ ...one })) } },
    )
  }
  return [...entries.values()]
}

/** A node may be described in several places of a document. */
function merged(known: Node | undefined, more: Node): Node {
  if (!known) return more
  if (more.props.size === 0) return known
  const props = new Map(known.props)
  for (const [name, values] of more.props) {
    const before = props.get(name) ?? []
    props.set(name, [...before, ...values.filter((value) => !before.some((one) => same(one, value)))])
  }
  return {
    ...known,
    types: [...new Set([...known.types, ...more.types])],
    props,
    pointer: known.props.size > 0 ? known.pointer : more.pointer,
  }
}

/** A statement that is made twice is one statement. */
const same = (a: Value, b: Value): boolean =>
  a.kind === 'text'
    ? b.kind === 'text' && a.text === b.text && a.language === b.language
    : b.kind === 'node' && a.node.id !== null && a.node.id === b.node.id

/** Reads properties of one node, each by its short name, and notes what does not fit. */
class Reader {
  readonly node: Node
  private readonly byId: ReadonlyMap<string, Node>
  private readonly problems: DcatProblem[]

  constructor(node: Node, byId: ReadonlyMap<string, Node>, problems: DcatProblem[]) {
    this.node = node
    this.byId = byId
    this.problems = problems
  }

  values(name: string): readonly Value[] {
    return this.node.props.get(full(name)) ?? []
  }

  problem(why: string, pointer: string = this.node.pointer): null {
    this.problems.push({ pointer, why })
    return null
  }

  /** The one text of a property; more than one does not fit. */
  text(name: string): string | null {
    const [first, second] = this.values(name)
    if (second) return this.problem(`${name}: only one value is taken`, second.pointer)
    if (!first) return null
    if (first.kind === 'text') return first.text
    return first.node.id ?? this.problem(`${name}: a text or a name is needed`, first.pointer)
  }

  langs(name: string): LangText {
    const text: LangText = {}
    for (const value of this.values(name)) {
      if (value.kind !== 'text') this.problem(`${name}: a text is needed`, value.pointer)
      else if (Object.hasOwn(text, value.language))
        this.problem(`${name}: two texts in the same language "${value.language}"`, value.pointer)
      else text[value.language] = value.text
    }
    return text
  }

  nodes(name: string): Reader[] {
    return this.values(name).flatMap((value) => {
      if (value.kind === 'node') return [this.inside(value.node)]
      this.problem(`${name}: a node is needed, not the text "${value.text.slice(0, 60)}"`, value.pointer)
      return []
    })
  }

  one(name: string): Reader | null {
    const [first, second] = this.nodes(name)
    if (second) return this.problem(`${name}: only one is taken`, second.node.pointer)
    return first ?? null
  }

  /** What is described in its place speaks for itself; what is only named there is looked up. */
  private inside(node: Node): Reader {
    const described = node.id === null || node.props.size > 0
    const whole = described ? node : (this.byId.get(node.id) ?? node)
    return new Reader(whole, this.byId, this.problems)
  }
}

function entryOf(from: Reader): DcatEntry | null {
  const { node } = from
  if (node.id === null || node.id.startsWith('_:'))
    return from.problem('a dataset without @id cannot be told from another')
  const title = from.langs('dcterms:title')
  if (Object.keys(title).length === 0) return from.problem('dcterms:title is missing')
  const themes = from.nodes('dcat:theme').flatMap(({ node: { id } }) => (id === null ? [] : [id]))
  const rhythm = from.text('dcterms:accrualPeriodicity')
  const status = from.text('adms:status')
  const candidate = {
    iri: node.id,
    identifier: from.text('dcterms:identifier'),
    title,
    description: from.langs('dcterms:description'),
    publisher: publisherOf(from),
    issued: from.text('dcterms:issued'),
    modified: from.text('dcterms:modified'),
    rhythm: rhythm === null ? null : rhythmOf(rhythm),
    keywords: from
      .values('dcat:keyword')
      .flatMap((value) => (value.kind === 'text' ? [{ value: value.text, language: value.language }] : [])),
    themes: themes.map((iri) => ({ iri, code: themeOf(iri) })),
    spatial: from.values('dcterms:spatial').flatMap((value) => placeOf(from, value)),
    temporal: temporalOf(from),
    contact: contactOf(from),
    version: from.text('dcat:version'),
    status: status === null ? null : statusOf(status),
    landingPage: from.text('dcat:landingPage'),
    authority: authorityOf(from),
    distributions: from.nodes('dcat:distribution').map(distributionOf),
  }
  const parsed = DcatEntry.safeParse(candidate)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues)
    from.problem(`${issue.path.join('.')}: ${issue.message}`, pointerOf(from, issue.path))
  return null
}

/** Where in the document a field was read. */
const PROPERTY: Readonly<Record<string, string>> = {
  identifier: 'dcterms:identifier',
  title: 'dcterms:title',
  description: 'dcterms:description',
  publisher: 'dcterms:publisher',
  issued: 'dcterms:issued',
  modified: 'dcterms:modified',
  keywords: 'dcat:keyword',
  themes: 'dcat:theme',
  spatial: 'dcterms:spatial',
  temporal: 'dcterms:temporal',
  contact: 'dcat:contactPoint',
  version: 'dcat:version',
  landingPage: 'dcat:landingPage',
  authority: 'dcterms:accessRights',
  distributions: 'dcat:distribution',
}

function pointerOf(from: Reader, [field, place]: readonly PropertyKey[]): string {
  const values = from.values(PROPERTY[String(field)] ?? 'dcterms:identifier')
  const value = values[typeof place === 'number' ? place : 0]
  return value?.pointer ?? from.node.pointer
}

function publisherOf(from: Reader): DcatEntry['publisher'] {
  const agent = from.one('dcterms:publisher')
  if (!agent) return null
  const name = agent.langs('foaf:name')
  const { id } = agent.node
  return {
    iri: id === null || id.startsWith('_:') ? null : id,
    name: Object.keys(name).length > 0 ? name : { '': id ?? '-' },
  }
}

function placeOf(from: Reader, value: Value): string[] {
  if (value.kind === 'text') return [value.text]
  const [place] = [value.node]
  const labels = [
    ...(place.props.get(full('rdfs:label')) ?? []),
    ...(place.props.get(full('skos:prefLabel')) ?? []),
  ]
  const label = labels.find((one) => one.kind === 'text')
  if (label?.kind === 'text') return [label.text]
  if (place.id !== null && !place.id.startsWith('_:')) return [place.id]
  from.problem('dcterms:spatial: a label or a name is needed', value.pointer)
  return []
}

function temporalOf(from: Reader): DcatEntry['temporal'] {
  const period = from.one('dcterms:temporal')
  return period && { from: period.text('dcat:startDate'), to: period.text('dcat:endDate') }
}

function contactOf(from: Reader): DcatEntry['contact'] {
  const card = from.one('dcat:contactPoint')
  const name = card?.text('vcard:fn')
  if (!card || name === null || name === undefined) return null
  const parsed = Contact.safeParse({
    name,
    email: card.text('vcard:hasEmail')?.replace(/^mailto:/, '') ?? null,
    phone: card.text('vcard:hasTelephone')?.replace(/^tel:/, '').replaceAll('%20', ' ') ?? null,
  })
  return parsed.success
    ? parsed.data
    : from.problem('dcat:contactPoint: name, e-mail address or telephone does not fit', card.node.pointer)
}

function authorityOf(from: Reader): LangText | null {
  const rights = from.one('dcterms:accessRights')
  if (!rights) return null
  const label = rights.langs('rdfs:label')
  if (Object.keys(label).length > 0) return label
  return rights.node.id === null ? null : { '': rights.node.id }
}

function distributionOf(one: Reader): DcatDistribution {
  const sum = one.one('spdx:checksum')
  const algorithm = sum?.text('spdx:algorithm')
  const value = sum?.text('spdx:checksumValue')
  const size = one.text('dcat:byteSize')
  const { id } = one.node
  return {
    iri: id === null || id.startsWith('_:') ? null : id,
    title: one.langs('dcterms:title'),
    mediaType: mediaTypeIn(one),
    byteSize: size === null ? null : Number(size),
    accessUrl: one.text('dcat:accessURL'),
    downloadUrl: one.text('dcat:downloadURL'),
    checksum: algorithm && value ? { algorithm, value: value.toLowerCase() } : null,
  }
}

const mediaTypeIn = (one: Reader): string | null => {
  const type = one.text('dcat:mediaType')
  return type === null ? null : mediaTypeOf(type)
}
