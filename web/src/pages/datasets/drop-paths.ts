/** As many as the server takes in one import. */
const MOST = 1_000

export interface DropPaths {
  readonly paths: readonly string[]
  /** i18n key of what is wrong with them; null where they may be sent. */
  readonly wrong: string | null
  /** The line that it is about. */
  readonly line: string
}

/** The paths of a text, one a line, each once. Whether they lie in a drop folder only the server knows. */
export function dropPaths(text: string): DropPaths {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const paths = [...new Set(lines)]
  const relative = paths.find((path) => !path.startsWith('/'))
  if (relative !== undefined) return { paths, wrong: 'dropFile.absolute', line: relative }
  if (paths.length > MOST) return { paths, wrong: 'dropFile.many', line: '' }
  return { paths, wrong: null, line: '' }
}
