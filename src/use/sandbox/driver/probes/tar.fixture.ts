interface Entry {
  readonly name: string
  readonly body?: string
  /** A symbolic link to this. */
  readonly link?: string
}

/** A tar by hand: names as they are, also those that no tool would write. */
export function tar(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, body = '', link }) => {
    const head = Buffer.alloc(512)
    head.write(name, 0)
    head.write('0000644\0', 100)
    head.write('0001750\0', 108)
    head.write('0001750\0', 116)
    head.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124)
    head.write('00000000000\0', 136)
    head.write('        ', 148)
    head.write(link === undefined ? '0' : '2', 156)
    head.write(link ?? '', 157)
    head.write('ustar\x0000', 257)
    const sum = head.reduce((all, byte) => all + byte, 0)
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [head, Buffer.from(body), Buffer.alloc((512 - (body.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}
