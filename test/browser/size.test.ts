import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FIRST_ROUTES, MOST_BYTES, routeBytes } from '../../web/scripts/size.ts'

const DIST = join(import.meta.dirname, '../../web/dist')

test.each(Object.keys(FIRST_ROUTES))('the first route stays light: %s', (route) => {
  expect(routeBytes(DIST, route)).toBeLessThanOrEqual(MOST_BYTES)
})
