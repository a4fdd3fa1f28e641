/** The text of bytes in UTF-8, UTF-16 with its mark, or GB18030; null for what is no text. */
export function textOf(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return plain(new TextDecoder('utf-16le').decode(bytes))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return plain(new TextDecoder('utf-16be').decode(bytes))
  return decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030')
}

function decoded(bytes: Buffer, encoding: string): string | null {
  try {
    return plain(new TextDecoder(encoding, { fatal: true }).decode(bytes))
  } catch {
    return null
  }
}

/** Text has hardly any control characters; random bytes that happen to be valid GB18030 have many. */
function plain(text: string): string | null {
  let controls = 0
  const end = Math.min(text.length, 65_536)
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code === 0) return null
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12 && code !== 27) || code === 127)
      controls++
  }
  return controls * 100 > end ? null : text
}
