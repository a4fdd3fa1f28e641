import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical } from '../../../kernel/canonical.ts'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import { RHYTHMS, THEME_CODES } from '../entry.ts'
import type { DcatEntry } from './model.ts'
import { readDcat } from './read.ts'
import { SHA256, themeIri } from './vocabulary.ts'
import { catalogDocument, datasetDocument, nodeOf } from './write.ts'

const word = fc
  .stringMatching(/^[a-zA-Z0-9 医保结算"'\\<>{}:@/_-]{1,30}$/)
  .filter((text) => text.trim() === text && text !== '')
const langs = fc.dictionary(fc.constantFrom('', 'zh', 'en', 'zh-Hans', 'fr'), word, { noNullPrototype: true })
const someLangs = langs.filter((text) => Object.keys(text).length > 0)
const or = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null })
const iri = fc.uuid().chain((id) => fc.constantFrom(`urn:uuid:${id}`, `https://example.org/d/${id}?x=1#y`))
// The same agent stands in many entries, and not always under the same name.
const shared = fc.constantFrom('urn:uuid:01900000-0000-7000-8000-000000000001', 'https://example.org/agent')
const moment = fc.constantFrom(
  '2024',
  '2024-02',
  '2024-02-03',
  '2024-02-03T04:05:06.789Z',
  '2024-02-03T04:05+08:00',
)
const web = fc.constantFrom('https://example.org/a', 'http://example.org/b?c=d')

const entry: fc.Arbitrary<DcatEntry> = fc.record({
  iri,
  identifier: or(word),
  title: someLangs,
  description: langs,
  publisher: or(fc.record({ iri: or(fc.oneof(iri, shared)), name: someLangs })),
  issued: or(moment),
  modified: or(moment),
  rhythm: or(fc.constantFrom(...RHYTHMS)),
  keywords: fc.array(fc.record({ value: word, language: fc.constantFrom('', 'zh', 'en') }), { maxLength: 4 }),
  themes: fc.array(
    fc.oneof(
      fc.constantFrom(...THEME_CODES).map((code) => ({ iri: themeIri(code), code })),
      fc.constant({ iri: 'http://example.org/theme', code: null }),
    ),
    { maxLength: 3 },
  ),
  spatial: fc.array(word, { maxLength: 3 }),
  temporal: or(fc.record({ from: or(moment), to: or(moment) })),
  contact: or(
    fc.record({
      name: word,
      email: or(fc.constant('data@example.org')),
      phone: or(fc.constant('+86 21 1234-5678')),
    }),
  ),
  version: or(word),
  status: or(fc.constantFrom('active' as const, 'withdrawn' as const)),
  landingPage: or(web),
  authority: or(someLangs),
  distributions: fc.array(
    fc.record({
      iri: or(iri),
      title: langs,
      mediaType: or(fc.constantFrom('text/csv', 'application/vnd.apache.parquet')),
      byteSize: or(fc.nat()),
      accessUrl: or(web),
      downloadUrl: or(web),
      checksum: or(fc.constant({ algorithm: SHA256, value: 'ab'.repeat(32) })),
    }),
    { maxLength: 2 },
  ),
})
const entries = fc.uniqueArray(entry, { selector: (one) => one.iri, maxLength: 4, minLength: 1 })

const ABOUT = { iri: 'urn:xinyu:catalogue', titleZh: '目录', titleEn: 'Catalogue' }
const out = (items: readonly DcatEntry[]) =>
  catalogDocument(ABOUT, items.map(nodeOf), { offset: 0, limit: 100, total: items.length })
/** As it arrives from elsewhere. */
const sent = (document: unknown): unknown => JSON.parse(JSON.stringify(document))

const failure = (document: unknown) => {
  try {
    readDcat(document)
    return null
  } catch (error) {
    if (isXinyuError(error)) return error
    throw error
  }
}

describe('DCAT', () => {
  test('out, in and out again is the same (property)', () => {
    fc.assert(
      fc.property(entries, (items) => {
        const first = out(items)
        const read = readDcat(sent(first))
        expect(canonical(read)).toBe(canonical(items))
        expect(canonical(out(read))).toBe(canonical(first))
      }),
      { numRuns: 200 },
    )
  })

  test('one dataset is a document too', () => {
    const [one] = fc.sample(entry, 1)
    expect(canonical(readDcat(sent(datasetDocument(nodeOf(one!)))))).toBe(canonical([one]))
  })

  test('takes compacted terms, @vocab, aliases, @graph and expanded form alike', () => {
    const wanted = {
      title: { en: 'Imaginary dataset' },
      keywords: [{ value: 'accountability', language: 'en' }],
    }
    const compacted = {
      '@context': {
        dcat: 'http://www.w3.org/ns/dcat#',
        dct: 'http://purl.org/dc/terms/',
        '@base': 'https://example.org/',
        title: { '@id': 'dct:title', '@language': 'en' },
        keyword: { '@id': 'dcat:keyword', '@container': '@language' },
        id: '@id',
        type: '@type',
      },
      '@graph': [
        { id: 'catalog', type: 'dcat:Catalog', 'dcat:dataset': { id: 'dataset-001' } },
        { id: 'dataset-001', type: 'dcat:Dataset', title: 'Imaginary dataset' },
        { id: 'dataset-001', keyword: { en: ['accountability'] }, 'dct:publisher': { id: 'finance' } },
        { id: 'finance', 'http://xmlns.com/foaf/0.1/name': 'Finance' },
      ],
    }
    const vocab = {
      '@context': {
        '@vocab': 'http://www.w3.org/ns/dcat#',
        dct: 'http://purl.org/dc/terms/',
        '@language': 'en',
      },
      '@id': 'https://example.org/dataset-001',
      '@type': 'Dataset',
      'dct:title': 'Imaginary dataset',
      keyword: 'accountability',
    }
    const expanded = [
      {
        '@id': 'https://example.org/dataset-001',
        '@type': ['http://www.w3.org/ns/dcat#Dataset'],
        'http://purl.org/dc/terms/title': [{ '@value': 'Imaginary dataset', '@language': 'en' }],
        'http://www.w3.org/ns/dcat#keyword': [{ '@value': 'accountability', '@language': 'en' }],
      },
    ]
    for (const document of [compacted, vocab, expanded]) {
      const [read] = readDcat(document)
      expect(read).toMatchObject({ iri: 'https://example.org/dataset-001', ...wanted })
    }
    expect(readDcat(compacted)[0]!.publisher).toEqual({
      iri: 'https://example.org/finance',
      name: { '': 'Finance' },
    })
  })

  test('tells what does not fit by its place, and refuses by name what it does not take', () => {
    const node = { '@context': { dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/' } }
    const bad = {
      ...node,
      '@type': 'dcat:Catalog',
      'dcat:dataset': [
        { '@id': 'urn:x:1', '@type': 'dcat:Dataset' },
        { '@id': 'javascript:alert(1)', '@type': 'dcat:Dataset', 'dct:title': 'x' },
        { '@id': 'urn:x:2', '@type': 'dcat:Dataset', 'dct:title': 'x', 'dct:issued': 'yesterday' },
        { '@type': 'dcat:Dataset', 'dct:title': 'x' },
        { '@id': 'urn:x:3', '@type': 'dcat:Dataset', 'dct:title': 'x', 'dct:publisher': 'text' },
      ],
    }
    const error = failure(bad)
    expect(error?.code).toBe('DCAT_INVALID')
    const { problems } = error!.detail as { problems: { pointer: string }[] }
    expect(problems.map((one) => one.pointer).sort()).toEqual([
      '/dcat:dataset/0',
      '/dcat:dataset/1',
      '/dcat:dataset/2/dct:issued',
      '/dcat:dataset/3',
      '/dcat:dataset/4/dct:publisher',
    ])
    const code = (document: unknown) => failure(document)?.code
    expect(code({})).toBe('DCAT_EMPTY')
    expect(code({ '@context': 'https://example.org/context.jsonld' })).toBe('DCAT_CONTEXT_UNKNOWN')
    expect(code({ '@context': { '@import': 'x' } })).toBe('DCAT_FEATURE')
    expect(code({ '@reverse': {} })).toBe('DCAT_FEATURE')
    expect(code({ '@context': { a: 'b:x', b: 'a:y' } })).toBe('DCAT_FEATURE')
    let deep: unknown = {}
    for (let level = 0; level < 200; level++) deep = { 'urn:p': deep }
    expect(code(deep)).toBe('DCAT_FEATURE')
  })

  test('whatever JSON it gets, it answers with entries or one of its errors (property)', () => {
    const key = fc.constantFrom(
      '@context',
      '@id',
      '@type',
      '@graph',
      '@value',
      '@list',
      '@language',
      'dcat:dataset',
      'urn:p',
      'a',
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('http://www.w3.org/ns/dcat#Dataset', 'urn:x', '', 'a:b', '@id'),
        fc.constantFrom(null, true, 1),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(tree, (document) => {
        try {
          readDcat(document)
        } catch (error) {
          if (!isXinyuError(error)) throw error
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
