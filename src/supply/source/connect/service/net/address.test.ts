import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../../../kernel/index.ts'
import { isAllowedHost, resolveHost, whyForbidden } from './address.ts'
import { backOff, retryAfter } from './retry.ts'

const rules = { allowedHosts: [], allowLoopback: false }

describe('where sources may be', () => {
  test.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '100.100.100.200',
    '0.0.0.0',
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    'fe80::1',
    '64:ff9b::a9fe:a9fe',
    '224.0.0.1',
    '255.255.255.255',
  ])('%s is refused', async (host) => {
    await expect(resolveHost(host, rules)).rejects.toMatchObject({ code: 'SERVICE_ADDRESS_FORBIDDEN' })
  })

  test('a name without an address is told in words', async () => {
    // A label of 64 letters is no name at all: no server needs to be asked for that.
    const host = `${'x'.repeat(64)}.example`
    await expect(resolveHost(host, rules)).rejects.toMatchObject({ code: 'SOURCE_HOST_UNKNOWN' })
  })

  test('addresses as URLs disguise them are refused too', async () => {
    for (const url of ['http://2852039166/', 'http://0xa9fea9fe/', 'http://[::ffff:169.254.169.254]/']) {
      await expect(resolveHost(new URL(url).hostname, rules)).rejects.toMatchObject({
        code: 'SERVICE_ADDRESS_FORBIDDEN',
      })
    }
  })

  test('the own network passes, this machine only where the settings say so', () => {
    for (const address of ['10.1.2.3', '192.168.1.2', '172.16.0.9', '8.8.8.8']) {
      expect(whyForbidden({ address, family: 4 }, rules)).toBeNull()
    }
    const open = { ...rules, allowLoopback: true }
    expect(whyForbidden({ address: '127.0.0.1', family: 4 }, open)).toBeNull()
    expect(whyForbidden({ address: '169.254.169.254', family: 4 }, open)).not.toBeNull()
  })

  test('allowed hosts are names or whole domains', () => {
    expect(isAllowedHost('his.example.cn', [])).toBe(true)
    expect(isAllowedHost('HIS.example.cn', ['*.example.cn'])).toBe(true)
    expect(isAllowedHost('example.cn', ['*.example.cn'])).toBe(false)
    expect(isAllowedHost('evilexample.cn', ['*.example.cn', 'example.cn'])).toBe(false)
  })
})

describe('waiting before asking again', () => {
  const of = (byte: number) => ({ bytes: (length: number) => new Uint8Array(length).fill(byte) })

  test('grows with each time, up to a minute, and differs by chance', () => {
    expect([0, 1, 2, 20].map((n) => backOff(n, 500, of(255)))).toEqual([500, 1000, 2000, 60_000])
    expect(backOff(3, 500, of(0))).toBe(0)
  })

  test('Retry-After is seconds or a date', () => {
    const now = manualClock(Date.UTC(2026, 0, 5)).now()
    expect(retryAfter('120', now)).toBe(120_000)
    expect(retryAfter('Mon, 05 Jan 2026 00:00:30 GMT', now)).toBe(30_000)
    expect(retryAfter('soon', now)).toBeNull()
    expect(retryAfter(undefined, now)).toBeNull()
  })
})
