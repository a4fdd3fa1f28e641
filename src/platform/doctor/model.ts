/** One thing that the space leans on, as found on this machine. */
export interface DoctorCheck {
  /** `node`, `postgres`, `user-namespace`, `memory-limit`, `disk`, `clock`, `bubblewrap`, `python`, `seats`, `chromium`, `cjk-fonts`, `login-ca`, `login-crl`. */
  readonly id: string
  /** `degraded`: works with less; `missing`: something named in the sentence does not work. */
  readonly state: 'ok' | 'degraded' | 'missing'
  readonly zh: string
  readonly en: string
  /** One line to run, or null where nothing is to be done or no one line does it. */
  readonly fix: string | null
}

/** A check without its place in the list. */
export type Finding = Omit<DoctorCheck, 'id'>

export const ok = (zh: string, en: string): Finding => ({ state: 'ok', zh, en, fix: null })
export const degraded = (zh: string, en: string, fix: string | null = null): Finding => ({
  state: 'degraded',
  zh,
  en,
  fix,
})
export const missing = (zh: string, en: string, fix: string | null = null): Finding => ({
  state: 'missing',
  zh,
  en,
  fix,
})
