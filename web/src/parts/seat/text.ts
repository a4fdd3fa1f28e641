/** Colours and cursor moves of a terminal mean nothing on a page. */
// oxlint-disable-next-line no-control-regex -- the escape character is what is looked for
const ANSI = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007]*(?:\u0007|\u001B\\)|[@-Z\\-_])/g

/** What a terminal would show in the end: a progress bar that returns to the start of its line is one line. */
export function settledText(text: string): string {
  return text
    .replaceAll(ANSI, '')
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.slice(line.replace(/\r+$/, '').lastIndexOf('\r') + 1).replace(/\r+$/, ''))
    .join('\n')
}

export interface Clipped {
  readonly text: string
  /** Lines in front that are not shown until asked for. */
  readonly hidden: number
}

/** The last lines of a long text: what happens now is at its end. */
export function lastLines(text: string, most: number): Clipped {
  const lines = text.split('\n')
  const hidden = Math.max(0, lines.length - most)
  return { text: hidden > 0 ? lines.slice(hidden).join('\n') : text, hidden }
}

const FRAME = /^\s*(?:File "<cell[^"]*>"|Cell[^,]*), line (\d+)/gm

/** Lines of the user's own cell that a traceback names, the last one last. */
export function ownLines(trace: string): number[] {
  return [...trace.replaceAll(ANSI, '').matchAll(FRAME)].map(([, line]) => Number(line))
}
