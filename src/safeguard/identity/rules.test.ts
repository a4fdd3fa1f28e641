import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  BODY_ROLES,
  type BodyRole,
  SEPARATED_OFFICERS,
  USER_ROLES,
  type UserActor,
  type UserRole,
  XinyuError,
} from '../../kernel/index.ts'
import {
  isTechnical,
  mustFit,
  mustGrant,
  masked,
  passwordIsRenewable,
  ROLE_RULES,
  rolesMayMeet,
} from './rules.ts'

const subsets: UserRole[][] = Array.from({ length: 2 ** USER_ROLES.length }, (_, bits) =>
  USER_ROLES.filter((_role, at) => bits & (1 << at)),
)
const user = (roles: UserRole[]): UserActor => ({ kind: 'user', userId: 'a', participantId: 'b', roles })
const codeOf = (body: () => void): string | null => {
  try {
    body()
    return null
  } catch (error) {
    return error instanceof XinyuError ? error.code : String(error)
  }
}

describe('separation of officers (三员分立)', () => {
  test('over all 512 sets of roles: an office is held alone, everything else may meet', () => {
    expect(subsets).toHaveLength(512)
    for (const roles of subsets) {
      const offices = roles.filter((role) => SEPARATED_OFFICERS.includes(role)).length
      const expected = offices === 0 || (offices === 1 && roles.length === 1)
      expect(rolesMayMeet(roles), roles.join()).toBe(expected)
    }
    expect(subsets.filter(rolesMayMeet)).toHaveLength(64 + 3)
  })

  test('a role is not named twice', () => {
    expect(rolesMayMeet(['auditor', 'auditor'])).toBe(false)
    expect(rolesMayMeet(['expert', 'expert'])).toBe(false)
  })

  test('offices belong to the operator, the auditor also to the supervisor', () => {
    const holders = (role: UserRole) =>
      BODY_ROLES.filter((body: BodyRole) => codeOf(() => mustFit([role], [body])) === null)
    expect(holders('system_administrator')).toEqual(['operator'])
    expect(holders('security_officer')).toEqual(['operator'])
    expect(holders('auditor')).toEqual(['operator', 'supervisor'])
    expect(holders('developer')).toEqual([...BODY_ROLES])
  })
})

describe('who gives which role', () => {
  test('the security officer the privileged ones, the system administrator the others, nobody else any', () => {
    const given = (giver: UserRole) =>
      USER_ROLES.filter((role) => codeOf(() => mustGrant(user([giver]), [], [role])) === null)
    expect(given('security_officer')).toEqual([
      'data_officer',
      'output_checker',
      'system_administrator',
      'security_officer',
      'auditor',
    ])
    expect(given('system_administrator')).toEqual(['steward', 'developer', 'expert', 'duty_officer'])
    for (const role of USER_ROLES.filter(
      (name) => !['security_officer', 'system_administrator'].includes(name),
    ))
      expect(given(role)).toEqual([])
  })

  test('taking needs the same power as giving; what stays needs none', () => {
    const roles = fc.subarray([...USER_ROLES])
    fc.assert(
      fc.property(roles, roles, roles, (own, before, after) => {
        const actor = user(own)
        const touched = USER_ROLES.filter((role) => before.includes(role) !== after.includes(role))
        const may = touched.every((role) => own.includes(ROLE_RULES[role].grantedBy))
        expect(codeOf(() => mustGrant(actor, before, after))).toBe(may ? null : 'ROLE_NOT_GRANTABLE')
        expect(codeOf(() => mustGrant(actor, after, before))).toBe(may ? null : 'ROLE_NOT_GRANTABLE')
      }),
    )
  })

  test('no single officer can make both an account and its power over data', () => {
    for (const role of SEPARATED_OFFICERS) {
      const makesAccounts = role === 'system_administrator'
      const givesData = codeOf(() => mustGrant(user([role]), [], ['data_officer'])) === null
      expect(makesAccounts && givesData).toBe(false)
    }
    expect(passwordIsRenewable(['security_officer'], false)).toBe(false)
    expect(passwordIsRenewable(['security_officer'], true)).toBe(true)
    expect(passwordIsRenewable(['developer'], false)).toBe(true)
  })
})

test('names are masked by characters', () => {
  expect(['张三', '欧阳丰收', 'alice', '𠮷野', 'a', ''].map(masked)).toEqual([
    '张*',
    '欧***',
    'a****',
    '𠮷*',
    'a',
    '',
  ])
})

test('a technical user is told from the invited, the joined and the demo user', () => {
  const user = { state: 'active', password: null, demo: false }
  expect(isTechnical(user)).toBe(true)
  expect(isTechnical({ ...user, state: 'invited' })).toBe(false)
  expect(isTechnical({ ...user, password: '$argon2id$' })).toBe(false)
  expect(isTechnical({ ...user, demo: true })).toBe(false)
})
