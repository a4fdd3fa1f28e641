import type { Access } from '../../api/sources.ts'

export const WAYS = ['postgresql', 'mysql', 'http', 'push', 'file'] as const
export type Way = (typeof WAYS)[number]

export interface DatabaseDraft {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly tls: string
  readonly ca: string
}

export interface ServiceTable {
  readonly name: string
  readonly path: string
  readonly rows: string
  readonly total: string
  readonly key: readonly string[]
  readonly columns: readonly string[]
  readonly watermark: string
  readonly watermarkParam: string
}

export interface ServiceDraft {
  readonly baseUrl: string
  readonly method: string
  readonly access: string
  readonly header: string
  readonly tokenUrl: string
  readonly scope: string
  readonly paging: string
  readonly param: string
  readonly sizeParam: string
  readonly size: number
  readonly pointer: string
  readonly caPem: string
  readonly tables: readonly ServiceTable[]
}

export interface PushedTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

/** What the wizard keeps in the browser. The secret is not part of it. */
export interface SourceDraft {
  readonly way: Way
  readonly title: string
  readonly databases: DatabaseDraft
  readonly service: ServiceDraft
  readonly pushed: readonly PushedTable[]
}

/** Kept in memory while the wizard is open. */
export interface SecretDraft {
  readonly password: string
  readonly token: string
  readonly clientId: string
  readonly clientSecret: string
}

export const EMPTY_SECRET: SecretDraft = { password: '', token: '', clientId: '', clientSecret: '' }

export const EMPTY_SERVICE_TABLE: ServiceTable = {
  name: '',
  path: '',
  rows: '/data',
  total: '',
  key: [],
  columns: [],
  watermark: '',
  watermarkParam: '',
}

export const EMPTY_PUSHED: PushedTable = { name: '', columns: [], key: [] }

export const EMPTY_DRAFT: SourceDraft = {
  way: 'postgresql',
  title: '',
  databases: { host: '', port: 5432, database: '', user: '', tls: 'require', ca: '' },
  service: {
    baseUrl: '',
    method: 'GET',
    access: 'bearer',
    header: 'X-API-Key',
    tokenUrl: '',
    scope: '',
    paging: 'page',
    param: 'page',
    sizeParam: 'size',
    size: 500,
    pointer: '/next',
    caPem: '',
    tables: [EMPTY_SERVICE_TABLE],
  },
  pushed: [EMPTY_PUSHED],
}

export const DEFAULT_PORT = { postgresql: 5432, mysql: 3306 } as const

/** Names of the paging parameters that services of each kind usually have. */
export const PAGING_PARAMS: Readonly<Record<string, { param: string; sizeParam: string }>> = {
  page: { param: 'page', sizeParam: 'size' },
  offset: { param: 'offset', sizeParam: 'limit' },
  cursor: { param: 'cursor', sizeParam: '' },
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** The draft as the server takes it. */
export function accessOf(draft: SourceDraft, secret: SecretDraft): Access {
  switch (draft.way) {
    case 'http':
      return {
        kind: 'http',
        settings: serviceSettings(draft.service),
        secret: serviceSecret(draft.service, secret),
      }
    case 'push':
      return { kind: 'push', settings: { tables: draft.pushed.map((table) => ({ ...table })) }, secret: {} }
    default: {
      const { ca, ...settings } = draft.databases
      return {
        kind: draft.way,
        settings: { ...settings, ca: orNull(ca) },
        secret: { password: secret.password },
      }
    }
  }
}

function serviceSettings(service: ServiceDraft): Record<string, unknown> {
  return {
    baseUrl: service.baseUrl.trim(),
    method: service.method,
    access: accessSettings(service),
    paging: pagingSettings(service),
    caPem: orNull(service.caPem),
    tables: service.tables.map((table) => ({
      name: table.name.trim(),
      path: table.path.trim(),
      rows: table.rows.trim(),
      total: orNull(table.total),
      key: [...table.key],
      columns: [...table.columns],
      watermark:
        table.watermark.trim() && table.watermarkParam.trim()
          ? { column: table.watermark.trim(), param: table.watermarkParam.trim() }
          : null,
    })),
  }
}

function accessSettings({ access, header, tokenUrl, scope }: ServiceDraft): Record<string, unknown> {
  if (access === 'api-key') return { kind: access, header: header.trim() }
  if (access === 'client-credentials') return { kind: access, tokenUrl: tokenUrl.trim(), scope: scope.trim() }
  return { kind: access }
}

function pagingSettings({ paging, param, sizeParam, size, pointer }: ServiceDraft): Record<string, unknown> {
  if (paging === 'none') return { kind: paging }
  if (paging === 'link') return { kind: paging, pointer: pointer.trim() }
  const common = { kind: paging, param: param.trim(), sizeParam: orNull(sizeParam), size }
  return paging === 'cursor' ? { ...common, pointer: pointer.trim() } : common
}

export function serviceSecret(
  { access }: Pick<ServiceDraft, 'access'>,
  secret: SecretDraft,
): Record<string, unknown> {
  if (access === 'client-credentials') return { clientId: secret.clientId, clientSecret: secret.clientSecret }
  return access === 'none' ? {} : { token: secret.token }
}

/** i18n key of what is missing before the connection can be tried; null: nothing. */
export function missingIn(draft: SourceDraft, secret: SecretDraft): string | null {
  if (!draft.title.trim()) return 'source.missing.title'
  if (draft.way === 'push') {
    const incomplete = draft.pushed.some(
      ({ name, columns }) => !/^[A-Za-z]\w{0,62}$/.test(name) || columns.length === 0,
    )
    return draft.pushed.length === 0 || incomplete ? 'source.missing.pushed' : null
  }
  if (draft.way === 'http') {
    const { baseUrl, tables, access } = draft.service
    if (!/^https?:\/\/./.test(baseUrl.trim())) return 'source.missing.address'
    if (tables.length === 0 || tables.some(({ name }) => !name.trim())) return 'source.missing.serviceTables'
    const told = Object.values(serviceSecret({ access }, secret))
    return told.includes('') ? 'source.missing.secret' : null
  }
  const { host, database, user } = draft.databases
  return host.trim() && database.trim() && user.trim() ? null : 'source.missing.database'
}
