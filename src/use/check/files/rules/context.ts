import type { Look } from '../look/look.ts'
import type { FileType } from '../read/detect.ts'

const SHORT = 8

/** Kinds that an author may say, and the types of file that each can be. */
const KINDS: Readonly<Record<string, readonly FileType[]>> = {
  table: ['csv', 'xlsx', 'parquet', 'json', 'jsonl', 'text', 'html', 'npy'],
  statistics: ['json', 'jsonl', 'csv', 'xlsx', 'text', 'html'],
  chart: ['png', 'jpeg', 'svg', 'pdf', 'html', 'json'],
  image: ['png', 'jpeg', 'svg'],
  text: ['text', 'csv', 'docx', 'pdf', 'html', 'json', 'xml', 'jsonl'],
  report: ['pdf', 'docx', 'html', 'text', 'office', 'csv', 'notebook'],
  model: ['pickle', 'json', 'xml', 'zlib', 'gzip', 'npy', 'text', 'zip'],
  notebook: ['notebook'],
  archive: ['zip', 'gzip', 'tar'],
}

/** Results that rest on persons; of the other kinds an author may leave the number out. */
const ON_PERSONS = new Set(['table', 'statistics', 'chart', 'image', 'model'])

/** What the author says of the file, held against what it is. */
export function lookAtContext(look: Look, type: FileType): void {
  if (!look.leaves) return
  const { context } = look
  look.looked('context-missing')
  if (!context || context.shows.trim() === '' || context.how.trim() === '') {
    look.found('context-missing', 'context')
    if (!context) return
  }
  look.looked('context-short')
  for (const [part, text] of [
    ['shows', context.shows],
    ['how', context.how],
  ] as const) {
    if (text.trim() !== '' && text.trim().length < SHORT) look.found('context-short', `context, ${part}`)
  }
  look.looked('persons-missing')
  if (context.persons === null && ON_PERSONS.has(context.kind))
    look.found('persons-missing', 'context, persons')
  look.looked('few-persons')
  if (context.persons !== null && context.persons > 0 && context.persons < look.terms.minGroup)
    look.found('few-persons', 'context, persons')
  look.looked('wrong-kind')
  const types = KINDS[context.kind]
  if (types && type !== 'empty' && type !== 'refused' && type !== 'binary' && !types.includes(type))
    look.found('wrong-kind', 'context, kind')
}
