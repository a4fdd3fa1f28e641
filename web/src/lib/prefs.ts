import { useSyncExternalStore } from 'react'

/** What a reader chose for this browser. */
export interface Prefs {
  readonly language: 'zh' | 'en'
  readonly theme: 'light' | 'dark' | 'system'
  /** 1,234,567 or 123.46 万. */
  readonly numbers: 'full' | 'short'
}

const KEY = 'xinyu.prefs'
const START: Prefs = { language: 'zh', theme: 'system', numbers: 'full' }
const listeners = new Set<() => void>()
let held: Prefs | null = null

function read(): Prefs {
  try {
    return { ...START, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Prefs>) }
  } catch {
    return START
  }
}

export function prefs(): Prefs {
  held ??= read()
  return held
}

export function setPrefs(change: Partial<Prefs>): void {
  held = { ...prefs(), ...change }
  localStorage.setItem(KEY, JSON.stringify(held))
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const usePrefs = (): Prefs => useSyncExternalStore(subscribe, prefs)
