/** What the auditor may look for; each stands in the address, so that a search can be sent as a link. */
export const FIELDS = ['user', 'participant', 'contract', 'dataset', 'run', 'subject', 'digest'] as const
export type Field = (typeof FIELDS)[number]

const PARAM: Readonly<Record<Field, string>> = {
  user: 'userId',
  participant: 'participantId',
  contract: 'contractId',
  dataset: 'datasetId',
  run: 'runId',
  subject: 'subjectId',
  digest: 'digest',
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const SHA256 = /^[0-9a-f]{64}$/i

/** Is it what the field asks for? */
export const fits = (field: Field, text: string): boolean =>
  (field === 'digest' ? SHA256 : UUID).test(text.trim())

type Values = Readonly<Record<string, string | undefined>>
type Query = Record<string, string | number | undefined>

/** Dates in the address are days where the reader is; the end counts to its last moment. */
const dayStart = (text: string | undefined): number | undefined => {
  const at = text ? new Date(`${text}T00:00:00`).getTime() : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
const dayEnd = (text: string | undefined): number | undefined => {
  const at = text ? new Date(`${text}T23:59:59.999`).getTime() : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

/** The question to the server, from the address; what does not fit is left out. */
export function searchQuery(values: Values): Query {
  const query: Query = {
    kind: values.kind,
    from: dayStart(values.from),
    until: dayEnd(values.until),
    before: values.before,
  }
  for (const field of FIELDS) {
    const text = values[field]?.trim()
    if (text && fits(field, text)) query[PARAM[field]] = text.toLowerCase()
  }
  return query
}
