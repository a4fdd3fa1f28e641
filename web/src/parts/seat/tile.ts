const WIDTH = 300
const HEIGHT = 170

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)

/** One tile of the watermark as a picture: text in a picture is neither selected nor read out nor found by a search. */
export function tile(lines: readonly string[], colour: string): string {
  const texts = lines.map(
    (line, place) =>
      `<text x="0" y="${place * 20}" fill="${colour}" font-size="14" font-family="sans-serif">${escaped(line)}</text>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><g transform="translate(24 132) rotate(-22)">${texts.join('')}</g></svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`
}
