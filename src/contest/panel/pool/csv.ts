import { readCsv } from '../../entry/index.ts'
import { ExpertProfile } from '../model.ts'

const COLUMNS = ['login', 'name', 'title', 'fields', 'max_load', 'bodies', 'former_bodies'] as const
const MOST_LINES = 2_000

export type LineFault = 'columns' | 'login' | 'name' | 'fields' | 'max_load' | 'bodies' | 'twice'
export interface CsvProblem {
  readonly line: number
  readonly why: LineFault
}
export interface CsvExpert {
  readonly line: number
  readonly login: string
  readonly profile: ExpertProfile
}

/** Experts as a table: several things in a cell stand with semicolons between them; a code may stand behind a body in brackets. */
export function expertsFromCsv(text: string): { experts: CsvExpert[]; problems: CsvProblem[] } | null {
  const rows = readCsv(text)
  if (!rows || rows.length === 0 || rows.length > MOST_LINES + 1) return null
  const head = rows[0]!.cells.map((cell) => cell.trim().toLowerCase())
  if (!['login', 'name'].every((name) => head.includes(name))) return null
  const experts: CsvExpert[] = []
  const problems: CsvProblem[] = []
  const seen = new Set<string>()
  for (const { line, cells } of rows.slice(1)) {
    const cell = (name: (typeof COLUMNS)[number]) => (cells[head.indexOf(name)] ?? '').trim()
    const say = (why: LineFault) => void problems.push({ line, why })
    const login = cell('login')
    if (cells.length > head.length) say('columns')
    else if (login === '') say('login')
    else if (seen.has(login)) say('twice')
    else {
      seen.add(login)
      const profile = ExpertProfile.safeParse({
        name: cell('name'),
        title: cell('title'),
        fields: listed(cell('fields')),
        ...(cell('max_load') === '' ? {} : { maxLoad: Number(cell('max_load')) }),
        bodies: [
          ...listed(cell('bodies')).map((one) => ({ ...bodyOf(one), current: true })),
          ...listed(cell('former_bodies')).map((one) => ({ ...bodyOf(one), current: false })),
        ],
      })
      if (profile.success) experts.push({ line, login, profile: profile.data })
      else say(FAULTS[String(profile.error.issues[0]?.path[0])] ?? 'columns')
    }
  }
  return { experts, problems }
}

const FAULTS: Readonly<Record<string, LineFault>> = {
  name: 'name',
  title: 'name',
  fields: 'fields',
  maxLoad: 'max_load',
  bodies: 'bodies',
}

const listed = (cell: string): string[] =>
  cell
    .split(/[;；]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')

function bodyOf(text: string): { name: string; uscc: string | null } {
  const match = /^(.*?)\s*[（(]([0-9A-Za-z]{18})[)）]$/.exec(text)
  return match ? { name: match[1]!, uscc: match[2]! } : { name: text, uscc: null }
}
