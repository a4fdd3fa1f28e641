import { describe, expect, test } from 'vitest'
import { BODY_ROLES, type BodyRole, USER_ROLES, type UserRole } from '../../kernel/roles.ts'
import { type Bar, checkBar, type Matter, type Person, releaseBar, revokeBar } from './duty.ts'

const CONSUMER = 'consumer-body'
const PROVIDER = 'provider-body'
const RIVAL = 'rival-body'
const OTHER = 'other-body'
const matter: Matter = {
  authorId: 'author',
  consumerId: CONSUMER,
  providerIds: [PROVIDER],
  rivalIds: [CONSUMER, RIVAL],
  team: ['author', 'mate'],
  interested: ['cousin'],
}

const subsets = <T>(all: readonly T[], most: number): T[][] =>
  all.reduce<T[][]>(
    (sets, one) => [...sets, ...sets.filter((set) => set.length < most).map((set) => [...set, one])],
    [[]],
  )

/** Every user that there can be, as far as the rules look. */
function* everybody(): Iterable<Person> {
  const roleSets = subsets<UserRole>(USER_ROLES, 2)
  const bodySets = subsets<BodyRole>(BODY_ROLES, BODY_ROLES.length)
  for (const userId of ['author', 'mate', 'cousin', 'somebody'])
    for (const participantId of [CONSUMER, PROVIDER, RIVAL, OTHER])
      for (const [state, bodyState] of [
        ['active', 'active'],
        ['suspended', 'active'],
        ['active', 'suspended'],
      ] as const)
        for (const roles of roleSets)
          for (const bodyRoles of bodySets)
            yield { userId, participantId, state, bodyState, roles, bodyRoles }
}

/** The rules once more, in other words: what has to hold of whoever may. */
const clean = ({ userId, participantId, state, bodyState, bodyRoles }: Person): boolean =>
  state === 'active' &&
  bodyState === 'active' &&
  userId === 'somebody' &&
  participantId !== CONSUMER &&
  (participantId === PROVIDER ||
    (participantId !== RIVAL &&
      (bodyRoles.includes('operator') ||
        bodyRoles.includes('supervisor') ||
        bodyRoles.includes('service_provider'))))
const checks = ({ roles }: Person) => roles.includes('output_checker') || roles.includes('expert')
const operatorsOfficer = ({ roles, bodyRoles }: Person) =>
  roles.includes('data_officer') && bodyRoles.includes('operator')
const onWatch = ({ roles, bodyRoles }: Person) =>
  bodyRoles.includes('operator') && (roles.includes('duty_officer') || roles.includes('security_officer'))
const providersOfficer = ({ roles, participantId }: Person) =>
  roles.includes('data_officer') && participantId === PROVIDER

describe('separation of duty over every combination of roles', () => {
  const all = [...everybody()]
  const wrong = (bar: (person: Person, matter: Matter) => Bar | null, may: (person: Person) => boolean) =>
    all.filter((person) => (bar(person, matter) === null) !== may(person))

  test('speaks of all of them', () => {
    expect(all.length).toBeGreaterThan(70_000)
    expect(all.some((person) => checkBar(person, matter) === null)).toBe(true)
  })
  test('who checks', () => {
    expect(wrong(checkBar, (person) => clean(person) && checks(person))).toEqual([])
  })
  test('who releases', () => {
    expect(
      wrong(releaseBar, (person) => clean(person) && (checks(person) || operatorsOfficer(person))),
    ).toEqual([])
  })
  test('who calls back', () => {
    const may = (person: Person) =>
      clean(person) &&
      (checks(person) || operatorsOfficer(person) || onWatch(person) || providersOfficer(person))
    expect(wrong(revokeBar, may)).toEqual([])
  })
  test('the author never does any of it, whatever he is', () => {
    const own = all.filter(({ userId }) => userId === 'author' || userId === 'mate')
    const may = own.filter((person) =>
      [checkBar, releaseBar, revokeBar].some((bar) => bar(person, matter) === null),
    )
    expect(may).toEqual([])
  })
})
