import type { IncomingHttpHeaders } from 'node:http'

interface Incoming {
  readonly headers: IncomingHttpHeaders
  /** Host with port as the user sees it, from a trusted proxy's header where there is one. */
  readonly host: string
}

/**
 * False when a browser says that another site's page sent the request. SameSite=Strict already keeps the cookie
 * away from other sites; this also stops sister hosts of the same site, and old browsers.
 * A request with neither header comes from no page (command line, another server) and carries no one's cookie.
 */
export function isSameOrigin({ headers, host }: Incoming): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const { origin } = headers
  if (origin === undefined) return true
  const from = URL.canParse(origin) ? new URL(origin).host : null
  return from !== null && from !== '' && from === canonicalHost(host)
}

/** The default port of the page's scheme is not written in Origin; a proxy may write it in Host. */
const canonicalHost = (host: string): string => host.toLowerCase().replace(/:(80|443)$/, '')
