/** Names of the columns, from the first line of a CSV text. */
export function headerOf(text: string): string[] {
  const names: string[] = []
  let name = ''
  let quoted = false
  for (const char of text.replace(/^\uFEFF/, '')) {
    if (char === '"') quoted = !quoted
    else if (!quoted && (char === '\n' || char === '\r')) break
    else if (!quoted && char === ',') {
      names.push(name.trim())
      name = ''
    } else name += char
  }
  return [...names, name.trim()].filter((one) => one !== '')
}
