import type { Command } from 'commander'

/** Every command of the program, in the order of its help. Each is loaded alone: few need the whole system. */
const COMMANDS = new Map<string, () => Promise<Command>>([
  ['init', async () => (await import('./init.ts')).initCommand()],
  ['start', async () => (await import('./start.ts')).startCommand()],
  ['doctor', async () => (await import('./doctor.ts')).doctorCommand()],
  ['story', async () => (await import('./story.ts')).storyCommand()],
  ['import', async () => (await import('./import.ts')).importCommand()],
  ['query', async () => (await import('./query.ts')).queryCommand()],
  ['verify', async () => (await import('./verify.ts')).verifyCommand()],
  ['fsck', async () => (await import('./fsck.ts')).fsckCommand()],
  ['backup', async () => (await import('./backup.ts')).backupCommand()],
  ['restore', async () => (await import('./backup.ts')).restoreCommand()],
  ['rescue', async () => (await import('./rescue.ts')).rescueCommand()],
  ['keys', async () => (await import('./keys.ts')).keysCommand()],
  ['witness', async () => (await import('./witness.ts')).witnessCommand()],
  ['monitor', async () => (await import('./monitor.ts')).monitorCommand()],
])

/** The commands that these words may mean: those that they name, else all; who asks for the version means none. */
export function commands(words: readonly string[] = []): Promise<Command[]> {
  if (words[0] === '--version') return Promise.resolve([])
  const named = [...COMMANDS].filter(([name]) => words.includes(name))
  return Promise.all((named.length > 0 ? named : [...COMMANDS]).map(([, load]) => load()))
}
