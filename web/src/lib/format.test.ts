import { describe, expect, test } from 'vitest'
import { bytes, duration, money, number, percent, relative } from './format.ts'

const zh = { language: 'zh', numbers: 'full' } as const

describe('numbers', () => {
  test('are grouped, or shortened by the unit of the language', () => {
    expect(number(1_234_567, zh)).toBe('1,234,567')
    expect(number(1_234_567, { ...zh, numbers: 'short' })).toBe('123.46 万')
    expect(number(123_456_789, { ...zh, numbers: 'short' })).toBe('1.23 亿')
    expect(number(1_234_567, { language: 'en', numbers: 'short' })).toBe('1.23 M')
    expect(number(9_999, { ...zh, numbers: 'short' })).toBe('9,999')
  })
  test('money has its currency and two decimals', () => {
    expect(money(123_450, 'CNY')).toBe('¥1,234.50')
    expect(money(123_450, 'USD')).toBe('$1,234.50')
  })
  test('shares, sizes and spans', () => {
    expect(percent(0.9963)).toBe('99.63%')
    expect(bytes(0)).toBe('0 B')
    expect(bytes(1536)).toBe('1.5 KB')
    expect(duration(75_000)).toBe('1:15 min')
  })
  test('relative time goes both ways', () => {
    expect(relative(0, 180_000, 'zh')).toBe('3分钟前')
    expect(relative(7_200_000, 0, 'en')).toBe('in 2 hours')
  })
})
