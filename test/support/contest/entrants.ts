import { createHash } from 'node:crypto'
import { createClient, type Client } from '../client.ts'
import type { EntryContest } from '../../../src/contest/entry/model.ts'
import { usccCheckCharacter } from '../../../src/kernel/uscc.ts'

/** A made-up team before it enters. */
export interface TeamPlan {
  readonly at: number
  readonly division: string
  readonly students: boolean
  readonly people: readonly PersonPlan[]
  readonly bodies: readonly { readonly uscc: string; readonly name: string }[]
}
export interface PersonPlan {
  readonly name: string
  readonly phone: string
  readonly certno: string
}

export interface EnteredTeam {
  readonly plan: TeamPlan
  readonly id: string
  readonly number: string
}

/** So many teams with so many people of so many bodies in all, spread as evenly as may be. Synthetic. */
export function planTeams(size: {
  readonly teams: number
  readonly people: number
  readonly bodies: number
  readonly divisions: readonly string[]
  /** Those of them whose teams are all students. */
  readonly studentDivisions?: readonly string[]
  /** Number of the first person and body, where another contest had those before. */
  readonly from?: number
}): TeamPlan[] {
  const share = (all: number, at: number) =>
    Math.floor((all * (at + 1)) / size.teams) - Math.floor((all * at) / size.teams)
  let [person, body] = [size.from ?? 0, size.from ?? 0]
  return Array.from({ length: size.teams }, (_, at) => {
    const division = size.divisions[at % size.divisions.length]!
    return {
      at,
      division,
      students: size.studentDivisions?.includes(division) ?? false,
      people: Array.from({ length: share(size.people, at) }, () => personOf(person++)),
      bodies: Array.from({ length: share(size.bodies, at) }, () => bodyOf(body++)),
    }
  })
}

function personOf(at: number): PersonPlan {
  const day = new Date(Date.UTC(1980, 0, 1 + at)).toISOString().slice(0, 10).replaceAll('-', '')
  return {
    name: `甄${hanOf(at)}`,
    phone: `138${String(at).padStart(8, '0')}`,
    certno: certnoOf(`310000${day}001`),
  }
}

/** A number as Han digits: names of persons hold none that are Arabic. */
const hanOf = (at: number) => String(at).replaceAll(/\d/g, (digit) => '零一二三四五六七八九'[Number(digit)]!)

function bodyOf(at: number) {
  const head = `91310000MA${String(at).padStart(7, '0')}`
  return { uscc: head + usccCheckCharacter(head), name: `示例机构${hanOf(at)}` }
}

function certnoOf(head: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return head + '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(head[at]), 0) % 11]
}

/** Comes in by the code that a demo shows on the screen. */
export async function atTheDoor(origin: string, phone: string): Promise<Client> {
  const client = createClient(origin)
  const { challengeId, code } = await client.post<{ challengeId: string; code: string }>(
    '/contest/session/begin',
    { phone },
  )
  await client.post('/contest/session', { challengeId, code })
  return client
}

interface OwnTeam {
  readonly contest: EntryContest
  readonly teams: readonly {
    readonly members: readonly { readonly id: string }[]
    readonly bodies: readonly { readonly id: string }[]
  }[]
}

/** A team from nothing to its number: people, bodies, statements signed by each. */
export async function enterTeam(origin: string, contestId: string, plan: TeamPlan): Promise<EnteredTeam> {
  const [first, ...others] = plan.people
  const captain = await signUp(origin, first!)
  const { contest } = await captain.get<OwnTeam>(`/contest/${contestId}/team`)
  const { id } = await captain.post<{ id: string }>(`/contest/${contestId}/team`, {
    name: `示例队${plan.at + 1}`,
    title: titleOf(plan.at),
    division: plan.division,
    intro: introOf(plan.at),
  })
  for (const [at, body] of plan.bodies.entries())
    await captain.post(`/contest/teams/${id}/bodies`, { ...body, lead: at === 0 })
  const sign = async (client: Client) => {
    for (const { code, digest } of contest.statements)
      await client.post(`/contest/teams/${id}/statements`, { code, digest })
  }
  await sign(captain)
  for (const { phone, name } of others) await captain.post(`/contest/teams/${id}/members`, { phone, name })
  for (const person of others) {
    const member = await signUp(origin, person)
    const { items } = await member.get<{ items: { id: string }[] }>('/contest/invitations')
    await member.post(`/contest/invitations/${items[0]!.id}/accept`)
    await sign(member)
  }
  const [own] = (await captain.get<OwnTeam>(`/contest/${contestId}/team`)).teams
  for (const [at, member] of own!.members.entries())
    await captain.put(`/contest/teams/${id}/members/${member.id}`, {
      bodyId: own!.bodies[at % own!.bodies.length]!.id,
      student: plan.students,
    })
  const { number } = await captain.post<{ number: string }>(`/contest/teams/${id}/submit`)
  return { plan, id, number }
}

async function signUp(origin: string, { phone, name, certno }: PersonPlan): Promise<Client> {
  const client = await atTheDoor(origin, phone)
  await client.put('/contest/me', { name })
  await client.post('/contest/me/real-name', { name, certno })
  return client
}

/** Words that differ from team to team, so that no two works look alike. */
const wordsOf = (at: number, count: number) =>
  createHash('sha512').update(`work ${at}`).digest('hex').match(/.{4}/g)!.slice(0, count).join(' ')
export const titleOf = (at: number): string => `医保数据应用 ${wordsOf(at, 3)}`
export const introOf = (at: number): string => `方法与用途：${wordsOf(at, 20)}`

/** At most so many at once; the first failure ends it. */
export async function inTurns<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const one = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at]!, at)
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, one))
  return results
}
