const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The cost of one password hash. OWASP: at least 19 MiB, 2 passes, 1 lane. */
export interface HashCost {
  readonly memoryKiB: number
  readonly passes: number
  readonly parallelism: number
}

export interface IdentityOptions {
  /** The space is a demo served on loopback: demo users enter without a password, second factors are optional. */
  readonly demo: boolean
  /** Shown by authenticator apps and passkey dialogs. */
  readonly spaceName: string
  /** `https://…` that users see; taken from the request when null. Passkeys are bound to its host. */
  readonly publicOrigin: string | null
  readonly session: {
    /** Ends after so long without a request. */
    readonly idleMs: number
    /** Ends after so long in any case. */
    readonly absoluteMs: number
    /** Time to give the second factor or to set one up. */
    readonly pendingMs: number
  }
  readonly password: {
    /** `length`: at least 12 characters. `classes`: at least 8 from three of four classes (NDI-TR-2025-03). */
    readonly policy: 'length' | 'classes'
    /** So many last passwords may not come back. */
    readonly history: number
    readonly cost: HashCost
    /** Hashes computed at the same time: memory in use is this times the cost. */
    readonly concurrency: number
    /** Hashes waiting at most; more are refused, so that a flood cannot eat the memory. */
    readonly queue: number
  }
  readonly lockout: {
    readonly loginFailures: number
    /** Higher: many users may share one address. */
    readonly addressFailures: number
    /** First pause; doubles with each further one up to `maxMs`. */
    readonly baseMs: number
    readonly maxMs: number
  }
  /** Log-in by certificate. */
  readonly certificate: {
    /** PEM of the authorities whose certificates let in; null: there is no such log-in. */
    readonly caFile: string | null
    /** Lists of revoked certificates, of every issuer; null: revocation is not looked at. */
    readonly crlFile: string | null
    /** Whether it stands for the second factor too. */
    readonly alone: boolean
  }
  readonly invitationMs: number
  /** Requests per minute and address on routes that take a secret. */
  readonly secretRatePerMinute: number
}

const DEFAULTS: IdentityOptions = {
  demo: false,
  spaceName: 'Xinyu 信域',
  publicOrigin: null,
  session: { idleMs: 30 * MINUTE, absoluteMs: 12 * HOUR, pendingMs: 10 * MINUTE },
  password: {
    policy: 'length',
    history: 5,
    cost: { memoryKiB: 19_456, passes: 2, parallelism: 1 },
    concurrency: 2,
    queue: 100,
  },
  lockout: { loginFailures: 5, addressFailures: 30, baseMs: 15 * MINUTE, maxMs: DAY },
  // Nothing shows that the key is in a device with a PIN and not in a copied file: it stands for the password alone.
  certificate: { caFile: null, crlFile: null, alone: false },
  invitationMs: 7 * DAY,
  secretRatePerMinute: 30,
}

export type IdentitySettings = {
  readonly [K in keyof IdentityOptions]?: IdentityOptions[K] extends object
    ? Partial<IdentityOptions[K]>
    : IdentityOptions[K]
}

/** What the settings file says about sessions and log-in. */
interface FileConfig {
  readonly session?: { readonly idleMinutes: number; readonly absoluteHours: number }
  readonly login?: {
    readonly caFile: string | null
    readonly crlFile: string | null
    readonly certificateAlone: boolean
  }
}

/** The given settings over those of the file over the defaults, one level deep. */
export function identityOptions(given: IdentitySettings = {}, config?: FileConfig): IdentityOptions {
  const filed = config?.session && {
    idleMs: config.session.idleMinutes * MINUTE,
    absoluteMs: config.session.absoluteHours * HOUR,
  }
  const login = config?.login && {
    caFile: config.login.caFile,
    crlFile: config.login.crlFile,
    alone: config.login.certificateAlone,
  }
  return {
    ...DEFAULTS,
    ...given,
    publicOrigin: given.publicOrigin ?? DEFAULTS.publicOrigin,
    session: { ...DEFAULTS.session, ...filed, ...given.session },
    password: { ...DEFAULTS.password, ...given.password },
    lockout: { ...DEFAULTS.lockout, ...given.lockout },
    certificate: { ...DEFAULTS.certificate, ...login, ...given.certificate },
  }
}
