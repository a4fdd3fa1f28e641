import { readFileSync } from 'node:fs'

const memory = (name: string) =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync('/proc/meminfo', 'utf8'))![1]) / 1024

/** MiB of the whole machine, as the kernel counts them. */
export const availableMib = (): number => memory('MemAvailable')
export const usedMib = (): number => memory('MemTotal') - memory('MemAvailable')

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** Jain's index: 1 where all have the same. */
export function jain(values: readonly number[]): number {
  const sum = values.reduce((all, value) => all + value, 0)
  return sum ** 2 / (values.length * values.reduce((all, value) => all + value ** 2, 0))
}
