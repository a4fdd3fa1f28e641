import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ownDestroyers } from './closing/own.ts'
import { SOURCES } from './room.ts'

const told = (language: string) =>
  (
    JSON.parse(
      readFileSync(`${import.meta.dirname}/../../../web/src/i18n/${language}/late/contestAfter.json`, 'utf8'),
    ) as { held: Record<string, string> }
  ).held

test('every part that is destroyed has its own word, which the portal knows', () => {
  const parts = [...SOURCES.destroyers, ...ownDestroyers('destroy')].map(({ part }) => part)
  expect(new Set(parts).size).toBe(parts.length)
  for (const language of ['zh', 'en']) expect(Object.keys(told(language)).sort()).toEqual([...parts].sort())
})
