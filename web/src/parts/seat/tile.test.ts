import { expect, test } from 'vitest'
import { tile } from './tile.ts'

const svgOf = (url: string) => decodeURIComponent(/^url\("data:image\/svg\+xml,(.*)"\)$/.exec(url)![1]!)

test('a tile says who looks and when', () => {
  const svg = svgOf(tile(['张三 zhang', '2026-11-22 09:30'], 'rgb(0 0 0 / 10%)'))
  expect(svg).toContain('>张三 zhang</text>')
  expect(svg).toContain('>2026-11-22 09:30</text>')
})

test('a name cannot break out of the picture or of the style', () => {
  const url = tile(['</text><script>"\'&)'], '#000')
  expect(url.slice(5, -2)).not.toMatch(/["'<> ]/)
  expect(svgOf(url)).not.toContain('<script>')
})
