import { isUscc, normalizeUscc } from '../../../kernel/uscc.ts'
import type { Scheme } from '../../scheme/index.ts'
import { NewInvitation, NewTeam } from '../model.ts'
import { readCsv, rearm } from './csv.ts'

export const COLUMNS = [
  'team',
  'title',
  'division',
  'captain',
  'phone',
  'members',
  'body',
  'uscc',
  'intro',
] as const
const NEEDED = ['team', 'title', 'division', 'captain', 'phone'] as const
export const MOST_LINES = 2000

export interface LineProblem {
  readonly line: number
  readonly code:
    | 'file'
    | 'columns'
    | 'too_many_lines'
    | 'team'
    | 'division'
    | 'phone'
    | 'members'
    | 'body'
    | 'too_many_members'
    | 'phone_twice'
    | 'phone_taken'
    | 'name_twice'
  /** The column, cell or person that it is about. */
  readonly what: string
}

export interface NewEntry {
  readonly line: number
  readonly team: NewTeam
  readonly captain: NewInvitation
  readonly members: readonly NewInvitation[]
  readonly body: { readonly uscc: string; readonly name: string } | null
}

/**
 * Reads a file of entries as a whole: what is wrong, line by line, and what would be made. `taken`: phones that stand in as
 * many teams of the contest as one person may.
 */
export function readEntries(
  text: string,
  scheme: Scheme,
  taken: ReadonlyMap<string, number>,
): { entries: NewEntry[]; problems: LineProblem[] } {
  const rows = readCsv(text)
  if (rows === null) return { entries: [], problems: [{ line: 1, code: 'file', what: '"' }] }
  const [head, ...lines] = rows
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  const wrong = [
    ...names.filter(
      (name, at) => !(COLUMNS as readonly string[]).includes(name) || names.indexOf(name) !== at,
    ),
    ...NEEDED.filter((name) => !names.includes(name)),
  ]
  if (wrong.length > 0 || lines.length === 0)
    return { entries: [], problems: [{ line: 1, code: 'columns', what: wrong.join(', ').slice(0, 200) }] }
  if (lines.length > MOST_LINES)
    return {
      entries: [],
      problems: [{ line: MOST_LINES + 2, code: 'too_many_lines', what: String(MOST_LINES) }],
    }
  const entries: NewEntry[] = []
  const problems: LineProblem[] = []
  const called = new Set<string>()
  const counted = new Map(taken)
  for (const { line, cells } of lines) {
    const say = (code: LineProblem['code'], what: string) =>
      void problems.push({ line, code, what: what.slice(0, 100) })
    const of = (name: (typeof COLUMNS)[number]) => rearm(cells[names.indexOf(name)]?.trim() ?? '')
    if (cells.length > names.length) say('columns', String(cells.length))
    const team = NewTeam.safeParse({
      name: of('team'),
      title: of('title'),
      division: of('division'),
      intro: of('intro'),
    })
    if (!team.success) say('team', team.error.issues[0]!.path.join('.'))
    if (!scheme.divisions.some(({ code }) => code === of('division'))) say('division', of('division'))
    if (called.has(of('team'))) say('name_twice', of('team'))
    called.add(of('team'))
    const captain = NewInvitation.safeParse({ name: of('captain'), phone: of('phone') })
    if (!captain.success) say('phone', `${of('captain')} ${of('phone')}`)
    const members = of('members')
      .split(/[;；]/)
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map((one) => {
        const [name = '', phone = ''] = one.split(/[:：]/)
        const read = NewInvitation.safeParse({ name, phone })
        if (!read.success) say('members', one)
        return read.data
      })
    const people = [captain.data, ...members].filter((one) => one !== undefined)
    if (people.length > scheme.entry.maxMembers) say('too_many_members', String(scheme.entry.maxMembers))
    const own = new Set<string>()
    for (const { phone } of people) {
      if (own.has(phone)) say('phone_twice', phone)
      own.add(phone)
      const teams = (counted.get(phone) ?? 0) + 1
      if (teams > scheme.entry.teamsPerPerson) say('phone_taken', phone)
      counted.set(phone, teams)
    }
    const uscc = normalizeUscc(of('uscc'))
    const body = uscc === '' && of('body') === '' ? null : { uscc, name: of('body') }
    if (body && (!isUscc(uscc) || body.name === '' || body.name.length > 100))
      say('body', `${body.name} ${uscc}`)
    if (team.success && captain.success)
      entries.push({
        line,
        team: team.data,
        captain: captain.data,
        members: members.filter((one) => one !== undefined),
        body,
      })
  }
  return { entries: problems.length > 0 ? [] : entries, problems }
}
