import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAt, isNetwork, isWithin, type Place, refusalOf, type Standing } from './index.ts'

const network = (...networks: string[]) => ({ networks })
const place = (over: Partial<Place> = {}): Place => ({
  id: 'a',
  gatewayName: null,
  networks: ['10.1.0.0/16'],
  active: true,
  ...over,
})

describe('networks', () => {
  test.each([
    ['10.1.2.3', ['10.1.0.0/16'], true],
    ['10.2.2.3', ['10.1.0.0/16'], false],
    ['10.2.2.3', ['10.1.0.0/16', '10.2.2.3'], true],
    ['::ffff:10.1.2.3', ['10.1.0.0/16'], true],
    ['::ffff:10.2.2.3', ['10.1.0.0/16'], false],
    ['2001:db8::7', ['2001:db8::/32'], true],
    ['2001:db9::7', ['2001:db8::/32'], false],
    ['10.1.2.3', ['0.0.0.0/0'], true],
    ['2001:db9::7', ['0.0.0.0/0'], false],
    ['fe80::1%eth0', ['fe80::/10'], false],
    ['10.1.2.3', [], false],
    ['10.1.2.3, 10.9.9.9', ['10.0.0.0/8'], false],
    [null, ['10.0.0.0/8'], false],
  ])('%s in %j: %s', (address, networks, inside) => expect(isWithin(address, networks)).toBe(inside))

  test('what is no network is refused, and holds nobody', () => {
    for (const text of [
      '10.1.0.0/33',
      '10.1.0/16',
      '2001:db8::/129',
      '10.1.0.0/',
      '/8',
      'a',
      '10.1.0.0/8/8',
      '10.0.0.0/08',
      '10.0.0.0/-1',
      '',
    ]) {
      expect(isNetwork(text), text).toBe(false)
      expect(isWithin('10.1.2.3', [text]), text).toBe(false)
    }
    for (const text of ['10.1.0.0/0', '10.1.2.3', '::1', '2001:db8::/128'])
      expect(isNetwork(text), text).toBe(true)
  })

  test('agrees with arithmetic on every IPv4 network', () => {
    const number = fc.nat(0xffffffff)
    const text = (n: number) => [24, 16, 8, 0].map((bits) => (n >>> bits) & 255).join('.')
    fc.assert(
      fc.property(number, number, fc.integer({ min: 0, max: 32 }), (address, base, prefix) => {
        const mask = prefix === 0 ? 0 : (~0 << (32 - prefix)) >>> 0
        const inside = ((address & mask) ^ (base & mask)) === 0
        expect(isWithin(text(address), [`${text(base)}/${prefix}`])).toBe(inside)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('where a seat opens', () => {
  const here = { network: '10.1.2.3', terminal: 'T-1' }
  const standing = (over: Partial<Standing> = {}): Standing => ({
    bound: [],
    required: false,
    attendance: null,
    terminals: [place()],
    ...over,
  })

  test('a terminal is known by the name the gateway states, by networks, or by both', () => {
    expect(isAt(here, place())).toBe(true)
    expect(isAt(here, place({ gatewayName: 'T-1', ...network() }))).toBe(true)
    expect(isAt(here, place({ gatewayName: 'T-2' }))).toBe(false)
    expect(isAt({ ...here, network: '10.9.9.9' }, place({ gatewayName: 'T-1' }))).toBe(false)
    expect(isAt({ ...here, terminal: null }, place({ gatewayName: 'T-1' }))).toBe(false)
    expect(isAt(here, place(network()))).toBe(false)
    expect(isAt(here, place({ active: false }))).toBe(false)
  })

  test('a bound seat opens at its terminals alone, and nowhere once they are retired', () => {
    expect(refusalOf(here, standing())).toBeNull()
    expect(refusalOf(here, standing({ bound: [place()] }))).toBeNull()
    expect(refusalOf(here, standing({ bound: [place(network('10.2.0.0/16')), place()] }))).toBeNull()
    expect(refusalOf(here, standing({ bound: [place(network('10.2.0.0/16'))] }))).toBe('elsewhere')
    expect(refusalOf(here, standing({ bound: [place({ active: false })] }))).toBe('elsewhere')
  })

  test('where the venue asks for it, only who is checked in works, and at the place given', () => {
    const required = true
    expect(refusalOf(here, standing({ required }))).toBe('not-checked-in')
    expect(refusalOf(here, standing({ required, attendance: { terminalId: 'a' } }))).toBeNull()
    expect(refusalOf(here, standing({ required, attendance: { terminalId: null } }))).toBeNull()
    expect(refusalOf(here, standing({ required, attendance: { terminalId: 'b' } }))).toBe('elsewhere')
    const away = { network: '192.0.2.1', terminal: null }
    expect(refusalOf(away, standing({ required, attendance: { terminalId: null } }))).toBe('elsewhere')
    expect(refusalOf(here, standing({ required, attendance: { terminalId: null }, terminals: [] }))).toBe(
      'elsewhere',
    )
  })
})
